public import Alerts
import Analytics
import Calibration
public import EventModel
import Feedback
public import PostgresClient
public import RedisClient
public import Resolution
import Store

/// Reads what the alert rules of a tenant look at: roll-ups, samples, feedback, and what waits in its streams.
///
/// Every read is bounded, by days, by what reports take, or by the eight keys that a tenant's streams can have.
public struct AlertGathering: Sendable {
  private let tenant: TenantID
  private let postgres: PostgresPool
  private let redis: RedisConnection

  public init(of tenant: TenantID, postgres: PostgresPool, redis: RedisConnection) {
    self.tenant = tenant
    self.postgres = postgres
    self.redis = redis
  }

  /// What could be read, and of which rules it couldn't.
  public struct Gathered: Sendable {
    public internal(set) var input = AlertInput()
    /// Why a rule's part can't be told.
    public internal(set) var unread: [AlertRuleName: any Error] = [:]
  }

  /// Reads what the rules that are enabled need. A part that fails hinders no other.
  /// - Throws: `CancellationError`, and a store's error where the calling task was cancelled.
  public func read(
    _ policy: AlertPolicy,
    windows: PerOutcomeType<TimeInterval>,
    at now: Timestamp
  ) async throws -> Gathered {
    var gathered = Gathered()
    func attempt(_ names: AlertRuleName..., read: (inout AlertInput) async throws -> Void) async throws {
      if !names.contains(where: { policy[$0].isEnabled }) { return }
      do {
        try await read(&gathered.input)
      } catch {
        try Task.checkCancellation()
        for name in names { gathered.unread[name] = error }
      }
    }
    try await attempt(.successRateFalls, .escalationRateJumps) { input in
      let outcomes = try await outcomes(policy, windows: windows, at: now)
      input.successRates = SuccessRates(outcomes, windows: windows, at: now)
      input.escalationRate = EscalationRate(outcomes, at: now)
    }
    try await attempt(.calibrationDrifts) { input in
      input.drifts = try await drifts(dayCount: policy[.calibrationDrifts].recentDays ?? 1, at: now)
    }
    try await attempt(.deadLettersRise, .streamStalls) { input in
      input.streams = try await TenantStreams(of: tenant, redis: redis).read()
    }
    try await attempt(.feedbackFatigue) { input in
      input.fatigue = try await fatigue(days: policy[.feedbackFatigue].recentDays ?? 1, at: now)
    }
    return gathered
  }

  private func outcomes(
    _ policy: AlertPolicy,
    windows: PerOutcomeType<TimeInterval>,
    at now: Timestamp
  ) async throws -> [OutcomeRollup] {
    let first = min(
      SuccessRates.firstDay(policy[.successRateFalls], windows: windows, at: now),
      EscalationRate.firstDay(policy[.escalationRateJumps], at: now)
    )
    return try await postgres.send(CountOutcomeDays(of: tenant, from: first, to: UTCDay(now)))
  }

  private func drifts(dayCount: Int, at now: Timestamp) async throws -> [DriftReading] {
    try await CalibrationReports(of: tenant, in: postgres).drifts(dayCount: dayCount, asOf: now).map { report in
      DriftReading(
        actionType: report.actionType,
        from: report.from,
        middle: report.middle,
        to: report.to,
        drift: report.drift
      )
    }
  }

  private func fatigue(days: Int, at now: Timestamp) async throws -> [ReviewerID: ReviewerFatigue] {
    let middle = now - .days(Int64(days))
    let before = try await FeedbackPeriod.read(
      of: tenant,
      from: middle - .days(Int64(days)),
      until: middle,
      reviewers: nil,
      in: postgres
    )
    let recent = try await FeedbackPeriod.read(of: tenant, from: middle, until: now, reviewers: nil, in: postgres)
    return ReviewerFatigue.judged(before: before.activity, recent: recent.activity)
  }
}
