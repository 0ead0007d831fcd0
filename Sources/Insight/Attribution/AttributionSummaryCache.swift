public import Attribution
public import EventModel
public import PostgresClient

/// Keeps summaries of credit for a minute: they walk through every conversation of the tenant.
public struct AttributionSummaryCache: Sendable {
  /// How old a summary may be, at most.
  public static let freshness = TimeInterval.seconds(60)
  public static let entryCountMax = 128

  private struct Question: Hashable, Sendable {
    let tenantID: TenantID
    let models: [AttributionModel]?
    let grouping: AttributionGrouping
    let period: EventPeriod
  }

  private let summaries: SingleFlightCache<Question, TenantAttribution>

  public init() {
    summaries = SingleFlightCache(
      limits: SingleFlightLimits(entryCountMax: Self.entryCountMax, freshness: Self.freshness)
    )
  }

  /// - Parameter models: `nil` is the tenant's own.
  public func summary(
    of tenant: TenantID,
    under models: [AttributionModel]?,
    by grouping: AttributionGrouping,
    in period: EventPeriod,
    now: Timestamp,
    from postgres: PostgresPool
  ) async throws -> TenantAttribution {
    let question = Question(tenantID: tenant, models: models, grouping: grouping, period: period)
    return try await summaries.value(for: question, now: now) {
      try await AttributionReader(of: tenant, in: postgres)
        .summary(of: models, by: grouping, in: period)
    }
  }
}
