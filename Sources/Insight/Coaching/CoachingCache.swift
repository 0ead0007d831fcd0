public import Coaching
public import EventModel
public import PostgresClient

/// Keeps reports for a while: one reads up to 200,000 outcomes, and they change slowly.
///
/// Whoever asks for what is being made waits for that one. Reports are kept apart by tenant, team and days, and are never
/// given to another.
public struct CoachingCache: Sendable {
  /// Reports that are kept.
  public static let entryCountMax = 64
  /// How old a report may be.
  public static let freshness = TimeInterval.seconds(600)

  private struct Question: Hashable, Sendable {
    let tenantID: TenantID
    let reps: Set<RepID>?
    let dayCount: Int
  }

  private let reports: SingleFlightCache<Question, TenantCoaching>

  public init() {
    reports = SingleFlightCache(
      limits: SingleFlightLimits(entryCountMax: Self.entryCountMax, freshness: Self.freshness)
    )
  }

  /// The report that is kept, or a new one.
  ///
  /// - Parameters:
  ///   - reps: as in ``CoachingReader/coaching(reps:dayCount:asOf:)``, and so with the days.
  ///   - now: decides what is still fresh; a new report is as of then.
  ///   - postgres: the connections by which a new report reads: those of the tenant.
  /// - Throws: what the reader throws; an ``InsightError`` where too many wait.
  public func coaching(
    of tenant: TenantID,
    reps: Set<RepID>? = nil,
    dayCount: Int,
    asOf now: Timestamp,
    in postgres: PostgresPool
  ) async throws -> TenantCoaching {
    try await reports.value(for: Question(tenantID: tenant, reps: reps, dayCount: dayCount), now: now) {
      try await CoachingReader(of: tenant, in: postgres).coaching(reps: reps, dayCount: dayCount, asOf: now)
    }
  }
}
