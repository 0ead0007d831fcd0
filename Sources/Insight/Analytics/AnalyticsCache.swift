public import Analytics
public import EventModel
public import PostgresClient

/// Keeps analytics for a few seconds: of many who look at once, one reads, and the others get what it read.
public struct AnalyticsCache: Sendable {
  /// How old an answer may be, at most.
  public static let freshness = TimeInterval.seconds(5)
  public static let entryCountMax = 256

  private struct Question: Hashable, Sendable {
    let tenantID: TenantID
    let reader: AnalyticsReader.Reader
    let period: AnalyticsPeriod
  }

  private let documents: SingleFlightCache<Question, AnalyticsDocument>

  public init() {
    documents = SingleFlightCache(
      limits: SingleFlightLimits(entryCountMax: Self.entryCountMax, freshness: Self.freshness)
    )
  }

  public func document(
    of tenant: TenantID,
    for reader: AnalyticsReader.Reader,
    period: AnalyticsPeriod,
    now: Timestamp,
    in postgres: PostgresPool
  ) async throws -> AnalyticsDocument {
    let question = Question(tenantID: tenant, reader: reader, period: period)
    return try await documents.value(for: question, now: now) {
      try await AnalyticsReader(of: tenant, in: postgres).document(for: reader, period: period, now: now)
    }
  }
}
