import EventModel
import PostgresClient
import Scheduling
import Store
import Synchronization
import TestSupport
import Testing

@testable import Workers

/// A year of schedules, with three schedulers that race and die.
@Suite(.timeLimit(.minutes(10))) struct ScheduleYearTests {
  /// The begin of 2026, and of 2027.
  private static let start = Timestamp(microseconds: 1_767_225_600_000_000)
  private static let end = Timestamp(microseconds: 1_798_761_600_000_000)
  private static let timings = [
    ("morning", "cron 0 7 * * *", "Europe/Berlin"),
    // The clocks jump over it in spring, and show it twice in autumn.
    ("night", "cron 30 2 * * *", "Europe/Berlin"),
    ("weekly", "cron 15 9 * * mon", "America/New_York"),
    ("monthly", "cron 0 0 1 * *", "Australia/Lord_Howe"),
    ("often", "every 12 h", "UTC"),
  ]

  private final class World: Sendable {
    let now = Mutex(start)
    let generator: Mutex<TestGenerator>
    let deaths = Mutex(0)
    let workCount = Mutex(0)

    init(seed: UInt64) {
      generator = Mutex(TestGenerator(seed: seed))
    }

    /// A death at a twentieth of all steps.
    func dieNowAndThen() throws {
      guard generator.withLock({ Int.random(in: 0..<20, using: &$0) }) == 0 else { return }
      deaths.withLock { $0 += 1 }
      throw CancellationError()
    }
  }

  @Test(
    "each occurrence of a year is recorded once, through both changes of the clocks, deaths and races",
    arguments: [7]
  )
  func year(seed: UInt64) async throws {
    try await TestFleet.with { fleet in
      print("seed \(seed)")
      let world = World(seed: seed)
      let book = ZoneBook(postgres: fleet.postgres)
      var schedules: [(ScheduleDefinition, Timestamp?)] = []
      var expected: [String: [Timestamp]] = [:]
      for (name, text, zone) in Self.timings {
        let timing = try ScheduleTiming(text)
        let offsets = try await book.offsets(of: zone, from: Self.start, to: Self.end)
        var occurrences: [Timestamp] = []
        var instant = Self.start
        while let next = timing.next(after: instant, in: offsets), next < Self.end {
          occurrences.append(next)
          instant = next
        }
        expected[name] = occurrences
        let key = ScheduleKey(tenantID: .installation, name: name)
        let definition = ScheduleDefinition(key: key, job: "housekeeping", timing: text, timeZone: zone)
        schedules.append((definition, occurrences.first))
      }
      _ = try await fleet.postgres.send(PutSchedules(schedules))
      try await Self.live(fleet, world, book)
      for (name, occurrences) in expected {
        let key = ScheduleKey(tenantID: .installation, name: name)
        let runs = try await fleet.postgres.send(ListScheduleRuns(of: key, countMax: 10_000)).reversed()
        #expect(runs.map(\.dueAt) == occurrences, "\(name)")
        #expect(runs.allSatisfy { $0.occurrenceCount == 1 && $0.result == .done }, "\(name)")
      }
      let night = try #require(expected["night"]).map(\.rfc3339)
      #expect(
        night.filter { $0.hasPrefix("2026-03-29") } == ["2026-03-29T01:00:00.000000Z"],
        "the instant of the change"
      )
      #expect(night.filter { $0.hasPrefix("2026-10-25") } == ["2026-10-25T00:30:00.000000Z"], "the first of two")
      #expect(expected["often"]?.count == 365 * 2 - 1 && expected["morning"]?.count == 365)
      let occurrenceCount = expected.values.reduce(0) { $0 + $1.count }
      #expect(world.deaths.withLock { $0 } > 100)
      #expect(world.workCount.withLock { $0 } > occurrenceCount, "some began twice")
    }
  }

  /// Three schedulers until the year is over; who dies is replaced.
  private static func live(_ fleet: TestFleet, _ world: World, _ zones: ZoneBook) async throws {
    let clock = WallClock { world.now.withLock { $0 } }
    let contexts = try (0..<3).map { try fleet.by(clock).context("scheduler-\($0)") }
    while world.now.withLock({ $0 }) < end {
      try await withThrowingTaskGroup { group in
        for context in contexts {
          group.addTask { try await work(context, world, zones) }
        }
        try await group.waitForAll()
      }
      let rows = try await fleet.postgres.send(ListSchedules(of: nil, countMax: timings.count))
      let next = try #require(rows.compactMap(\.wakeAt).min())
      world.now.withLock { $0 = next }
    }
    for context in contexts { await context.postgres.close() }
  }

  /// Until nothing is due.
  private static func work(_ context: FleetContext, _ world: World, _ zones: ZoneBook) async throws {
    while true {
      let runner = ScheduleRunner(
        context: context,
        zones: zones,
        step: { _ in try world.dieNowAndThen() },
        work: { run in
          world.workCount.withLock { $0 += 1 }
          try world.dieNowAndThen()
          return JobReport(count: 1)
        }
      )
      do {
        while try await runner.runNext() {}
        return
      } catch is CancellationError {
        // The next one takes its place.
      }
    }
  }
}
