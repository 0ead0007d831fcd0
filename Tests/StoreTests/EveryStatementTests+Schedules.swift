import EventModel
import PostgresClient
import SettingModel
import Store
import Testing

/// The statements of timed work.
extension EveryStatementTests {
  func sendSchedules(_ transaction: PostgresTransaction) async throws {
    let now = Sample.now
    let key = ScheduleKey(tenantID: Sample.tenant(1), name: "daily_report")
    let definition = ScheduleDefinition(key: key, job: "report", timing: "every 1 h", timeZone: "UTC")
    try await send(PutSchedules([]), transaction)
    try await send(PutSchedules([(definition, now)]), transaction)
    try await send(PutSchedules([(definition, now + .hours(5))]), transaction)
    #expect(try await send(ListScheduleDefinitions(of: [key.tenantID]), transaction) == [definition])
    #expect(try await send(ListSchedules(of: nil, countMax: 5), transaction).map(\.nextRunAt) == [now])
    #expect(try await claims(transaction, jobs: ["other"], at: now).isEmpty)
    #expect(try await claims(transaction, at: now - .seconds(1)).isEmpty)
    let claim = try #require(try await claims(transaction, at: now).first)
    #expect(claim.attemptCount == 1 && claim.nextRunAt == now)
    #expect(try await claims(transaction, at: now + .seconds(59)).isEmpty, "somebody is at it")
    #expect(try await send(RenewSchedules([claim], leaseEnd: now + .seconds(90)), transaction) == [key])
    #expect(try await claims(transaction, at: now + .seconds(61)).isEmpty, "the lease was renewed")
    let later = try #require(try await claims(transaction, at: now + .seconds(90)).first)
    #expect(later.epoch == claim.epoch + 1 && later.attemptCount == 2)
    #expect(try await send(RenewSchedules([claim], leaseEnd: now), transaction).isEmpty)
    #expect(try await send(LeaveSchedule(claim, wakeAt: now, .interrupted(nil)), transaction).isEmpty)
    #expect(try await send(LeaveSchedule(later, wakeAt: now, .failed("it broke")), transaction) == [true])
    let last = try #require(try await claims(transaction, at: now).first)
    #expect(last.failureCount == 1)
    let run = ScheduleRun(
      key: key,
      dueAt: now,
      firstDueAt: now,
      occurrenceCount: 1,
      attemptCount: 3,
      startedAt: now,
      finishedAt: now,
      runBy: "me",
      result: .done,
      detail: #"{"count": 4}"#
    )
    #expect(try await send(FinishSchedule(later, run, nextRunAt: nil), transaction).isEmpty)
    #expect(try await send(FinishSchedule(last, run, nextRunAt: now + .hours(1)), transaction) == [true])
    #expect(try await send(ListScheduleRuns(of: key, countMax: 5), transaction) == [run])
    let row = try #require(
      try await send(ListSchedules(of: key.tenantID, name: key.name, countMax: 1), transaction).first
    )
    #expect(row.lastRun == run && row.nextRunAt == now + .hours(1) && row.leaseHolder == nil && row.lastError == nil)
    try await sendChanges(key, transaction)
    try await sendZones(transaction)
  }

  private func sendChanges(_ key: ScheduleKey, _ transaction: PostgresTransaction) async throws {
    let now = Sample.now
    #expect(try await send(PauseSchedule(key, pausedAt: now), transaction) == [true])
    #expect(try await claims(transaction, at: now + .hours(1)).isEmpty)
    #expect(try await send(PauseSchedule(key, pausedAt: nil), transaction) == [true])
    #expect(try await send(RequestRun(key, now: now + .seconds(1)), transaction) == [true])
    #expect(try await claims(transaction, at: now + .seconds(1)).map(\.nextRunAt) == [now + .seconds(1)])
    #expect(try await send(RequestRun(key, now: now + .seconds(2)), transaction) == [false])
    #expect(
      try await send(TrimScheduleRuns(before: now + .hours(1), countMax: 5), transaction).isEmpty,
      "the latest stays"
    )
    #expect(try await send(TrimReports(before: now - .days(4000), countMax: 5), transaction).isEmpty)
    #expect(try await send(TrimAlerts(before: now - .days(4000), countMax: 5), transaction).isEmpty)
    #expect(try await send(TrimAlertSilences(before: now - .days(4000), countMax: 5), transaction).isEmpty)
    try await send(RemoveSchedules([key]), transaction)
    #expect(try await send(PauseSchedule(key, pausedAt: now), transaction).isEmpty)
    #expect(try await send(RequestRun(key, now: now), transaction).isEmpty)
    let page = PagePendingOutcomes([.emailEngagement], now: now, after: nil, countMax: 5)
    #expect(try await send(page, transaction).allSatisfy { $0.windowExpiresAt >= now })
  }

  private func claims(
    _ transaction: PostgresTransaction,
    jobs: [String] = ["report"],
    at now: Timestamp
  ) async throws -> [ScheduleClaim] {
    try await send(
      ClaimSchedules(now: now, leaseEnd: now + .seconds(60), holder: "me", jobs: jobs, countMax: 5),
      transaction
    )
  }

  /// Both changes of Berlin's clocks in 2026, as the law has them.
  private func sendZones(_ transaction: PostgresTransaction) async throws {
    let start = try #require(Timestamp(rfc3339: "2026-01-01T00:00:00Z"))
    let zone = try #require(TimeZoneName("Europe/Berlin"))
    let offsets = try await send(LoadZoneOffsets(zone, from: start, to: start + .days(365)), transaction)
    let changes = ["2026-01-01T00:00:00Z", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"]
    #expect(offsets.map(\.since) == changes.map { Timestamp(rfc3339: $0) })
    #expect(offsets.map(\.offsetSeconds) == [3600, 7200, 3600])
  }
}
