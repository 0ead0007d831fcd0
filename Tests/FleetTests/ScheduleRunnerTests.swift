import EventModel
import PostgresClient
import RedisClient
import ServiceLifecycle
import Store
import Synchronization
import TestSupport
import Testing

@testable import Workers

/// What becomes of a claim, whatever happens to who holds it.
@Suite(.timeLimit(.minutes(5))) struct ScheduleRunnerTests {
  private static let start = TestEvent.start

  private struct Broken: Error {}

  /// A schedule and a clock.
  private struct Desk: Sendable {
    let fleet: TestFleet
    let key = ScheduleKey(tenantID: .installation, name: "test")
    let now: Mutexed<Timestamp>

    func context(_ name: String) throws -> FleetContext {
      try fleet.by(WallClock { now.value }).context(name)
    }

    func row() async throws -> ScheduleRow {
      try #require(try await fleet.postgres.send(ListSchedules(of: nil, name: key.name, countMax: 1)).first)
    }

    func runs() async throws -> [ScheduleRun] {
      try await fleet.postgres.send(ListScheduleRuns(of: key, countMax: 100))
    }

    /// Looks once for due work, which is what `work` says.
    @discardableResult
    func look(_ work: @escaping @Sendable (JobRun) async throws -> JobReport) async throws -> Bool {
      let context = try context("scheduler")
      let found = try await ScheduleRunner(context: context, work: work).runNext()
      await context.postgres.close()
      return found
    }
  }

  private final class Mutexed<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    init(_ value: Value) { mutex = Mutex(value) }

    var value: Value {
      get { mutex.withLock { $0 } }
      set { mutex.withLock { $0 = newValue } }
    }
  }

  private func desk(_ timing: String = "every 1 h", _ body: (Desk) async throws -> Void) async throws {
    try await TestFleet.with { fleet in
      let desk = Desk(fleet: fleet, now: Mutexed(Self.start))
      let definition = ScheduleDefinition(key: desk.key, job: "housekeeping", timing: timing, timeZone: "UTC")
      _ = try await fleet.postgres.send(PutSchedules([(definition, Self.start)]))
      try await body(desk)
    }
  }

  @Test("what was missed is one run, with the times of the first and the last")
  func coalescing() async throws {
    try await desk { desk in
      desk.now.value = Self.start + .hours(5) + .seconds(600)
      let asked = Mutexed<Timestamp?>(nil)
      try await desk.look { run in
        asked.value = run.dueAt
        return JobReport(count: 3, facts: [.init("more", .bool(true))])
      }
      let last = Timestamp(microseconds: (Self.start + .hours(5)).microseconds / 3_600_000_000 * 3_600_000_000)
      let run = try #require(try await desk.runs().first)
      #expect(asked.value == last && run.dueAt == last && run.firstDueAt == Self.start)
      #expect(run.occurrenceCount == 6 && run.detail == #"{"more": true, "count": 3}"#)
      #expect(try await desk.row().nextRunAt == last + .hours(1))
      #expect(try await !desk.look { _ in JobReport(count: 0) }, "nothing is due")
    }
  }

  @Test("failures are tried again after longer and longer waits, then given up until the next occurrence")
  func failures() async throws {
    try await desk("every 24 h") { desk in
      for wait in ScheduleRunner.retryWaits {
        try await desk.look { _ in throw Broken() }
        let row = try await desk.row()
        #expect(row.wakeAt == desk.now.value + wait && row.lastError == "Broken" && row.leaseHolder == nil)
        desk.now.value = desk.now.value + wait - .seconds(1)
        #expect(try await !desk.look { _ in JobReport(count: 0) })
        desk.now.value = desk.now.value + .seconds(1)
      }
      try await desk.look { _ in throw Broken() }
      let run = try #require(try await desk.runs().first)
      #expect(run.result == .failed && run.attemptCount == 4 && run.detail == #"{"error": "Broken"}"#)
      let row = try await desk.row()
      #expect(row.failureCount == 0 && row.nextRunAt.map { $0 > desk.now.value } == true)
      desk.now.value = try #require(row.nextRunAt)
      try await desk.look { _ in JobReport(count: 1) }
      #expect(try await desk.runs().map(\.result) == [.done, .failed])
      #expect(try await desk.row().lastError == nil)
    }
  }

  @Test("an outage is no failure, however long it lasts")
  func outage() async throws {
    try await desk { desk in
      for _ in 0..<8 {
        try await desk.look { _ in throw RedisError(code: .connectionFailed, message: "away") }
        #expect(try await desk.row().failureCount == 0)
        desk.now.value = desk.now.value + .seconds(30)
      }
      try await desk.look { _ in JobReport(count: 1) }
      #expect(try await desk.runs().map(\.result) == [.done])
    }
  }

  @Test("who stood still while somebody else took over changes nothing any more")
  func fenced() async throws {
    try await desk { desk in
      let standing = Gate()
      let still = Task {
        try await desk.look { _ in
          await standing.pass()
          return JobReport(count: 1)
        }
      }
      await standing.arrival()
      #expect(try await !desk.look { _ in JobReport(count: 2) }, "the lease holds")
      desk.now.value = desk.now.value + ScheduleRunner.lease
      #expect(try await desk.look { _ in JobReport(count: 2) })
      let runs = try await desk.runs()
      let row = try await desk.row()
      standing.open()
      _ = try await still.value
      #expect(runs.map(\.detail) == [#"{"count": 2}"#] && runs[0].attemptCount == 2)
      #expect(try await desk.runs() == runs)
      #expect(try await desk.row() == row)
    }
  }

  @Test("an interrupted run is done by the next who looks, and costs no attempt")
  func interrupted() async throws {
    try await desk { desk in
      try await desk.look { _ in JobReport(count: 1, isInterrupted: true) }
      #expect(try await desk.runs().isEmpty)
      #expect(try await desk.look { _ in JobReport(count: 2) })
      #expect(try await desk.runs().map(\.detail) == [#"{"count": 2}"#])
    }
  }

  @Test("a paused schedule rests, and what it missed is one run")
  func paused() async throws {
    try await desk { desk in
      let schedules = Schedules(postgres: desk.fleet.postgres)
      let isPaused = try await schedules.pause(desk.key, now: Self.start)
      #expect(isPaused)
      desk.now.value = Self.start + .days(2)
      #expect(try await !desk.look { _ in JobReport(count: 1) })
      #expect(try await schedules.request(desk.key, now: desk.now.value) == true)
      #expect(try await !desk.look { _ in JobReport(count: 1) }, "paused is paused")
      #expect(try await schedules.resume(desk.key))
      #expect(try await desk.look { _ in JobReport(count: 1) })
      #expect(try await desk.runs().map(\.occurrenceCount) == [49])
      let unknown = ScheduleKey(tenantID: .installation, name: "nothing")
      #expect(try await !schedules.pause(unknown, now: Self.start))
      #expect(try await schedules.request(unknown, now: Self.start) == nil)
    }
  }

  @Test("a run that is asked for is one occurrence more, and the next one comes in its time")
  func requested() async throws {
    try await desk { desk in
      try await desk.look { _ in JobReport(count: 1) }
      let next = try #require(try await desk.row().nextRunAt)
      desk.now.value = Self.start + .seconds(5)
      #expect(try await Schedules(postgres: desk.fleet.postgres).request(desk.key, now: desk.now.value) == true)
      #expect(try await desk.look { _ in JobReport(count: 2) })
      #expect(try await desk.row().nextRunAt == next)
      #expect(try await desk.runs().map(\.dueAt) == [desk.now.value, Self.start])
    }
  }

  @Test("a schedule that can't be read, or whose job a newer release knows, holds up nobody")
  func unreadable() async throws {
    try await desk { desk in
      try await desk.fleet.execute(
        """
        UPDATE learning.schedules SET timing = 'cron 61 * * * *';
        INSERT INTO learning.schedules (tenant_id, name, job, timing, time_zone, conflict_policy, next_run_at, wake_at)
        VALUES ('\(TenantID.installation)', 'new', 'unheard_of', 'every 1 h', 'UTC', 'keep', '2020-01-01', '2020-01-01')
        """
      )
      #expect(try await desk.look { _ in JobReport(count: 1) })
      let row = try await desk.row()
      #expect(row.failureCount == 1 && row.lastError?.contains("minute") == true, "\(row)")
      #expect(try await !desk.look { _ in JobReport(count: 1) })
    }
  }

  @Test("a start makes the installation's schedules, and takes over another timing where the row lets it")
  func plan() async throws {
    try await TestFleet.with { fleet in
      let keeper = ScheduleKeeper(postgres: fleet.postgres, zones: ZoneBook(postgres: fleet.postgres))
      try await keeper.keepInstallation(asOf: Self.start)
      let made = try await fleet.postgres.send(ListSchedules(of: .installation, countMax: 100))
      #expect(Set(made.map(\.definition)) == Set(SchedulePlan.installation))
      #expect(made.allSatisfy { $0.nextRunAt.map { $0 > Self.start } == true })
      try await fleet.execute(
        """
        UPDATE learning.schedules SET timing = 'every 2 h', conflict_policy = 'keep' WHERE name = 'expiry';
        UPDATE learning.schedules SET timing = 'every 2 h', paused_at = now() WHERE name = 'rollups'
        """
      )
      try await keeper.keepInstallation(asOf: Self.start + .hours(1))
      let kept = try await fleet.postgres.send(ListSchedules(of: .installation, countMax: 100))
      let timings = Dictionary(uniqueKeysWithValues: kept.map { ($0.definition.key.name, $0.definition.timing) })
      #expect(timings["expiry"] == "every 2 h" && timings["rollups"] == "every 1 h")
      #expect(kept.first { $0.definition.key.name == "rollups" }?.pausedAt != nil, "a pause stays")
    }
  }

  /// Lets one wait until it is opened, and tells that it came.
  private final class Gate: Sendable {
    private let arrived = AsyncStream<Void>.makeStream()
    private let opened = AsyncStream<Void>.makeStream()

    func pass() async {
      arrived.continuation.yield()
      for await _ in opened.stream { return }
    }

    func arrival() async { for await _ in arrived.stream { return } }

    func open() { opened.continuation.yield() }
  }
}
