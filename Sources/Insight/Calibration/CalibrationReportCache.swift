public import EventModel
public import PostgresClient
public import Store

/// Keeps reports on calibration for a few seconds: they read every sample of their period.
public struct CalibrationReportCache: Sendable {
  /// How old a report may be, at most.
  public static let freshness = TimeInterval.seconds(10)
  public static let entryCountMax = 256

  private struct Question: Hashable, Sendable {
    let tenantID: TenantID
    let actionType: ActionType?
    let from: Timestamp?
    let to: Timestamp?
  }

  private let reports: SingleFlightCache<Question, [CalibrationReport]>

  public init() {
    reports = SingleFlightCache(
      limits: SingleFlightLimits(entryCountMax: Self.entryCountMax, freshness: Self.freshness)
    )
  }

  /// - Parameter actionType: only this one; `nil` is all that have samples.
  public func reports(
    of tenant: TenantID,
    on actionType: ActionType?,
    in period: SamplePeriod,
    from postgres: PostgresPool
  ) async throws -> [CalibrationReport] {
    let question = Question(tenantID: tenant, actionType: actionType, from: period.from, to: period.to)
    return try await reports.value(for: question, now: period.now) {
      try await CalibrationReports(of: tenant, in: postgres).reports(on: actionType, in: period)
    }
  }
}
