import RedisClient
import TestSupport
import Testing

/// What the promises are about: processes that end at any line, and a result that shows nothing of it.
struct KillTests {
  private static let eventCount = 50_000
  private static let killCountMin = 12
  /// Kills of each program after which the fleet is left in peace: on a busy machine a process may hardly begin before
  /// it is killed, and the test would go on for ever.
  private static let killCountMax = 60

  @Test(arguments: [20_260_211] as [UInt64])
  func `kill -9 of worker and aggregator at any moment loses nothing and counts nothing twice`(
    seed: UInt64
  ) async throws {
    try await TestFleet.run { fleet in
      let start = ContinuousClock.now
      let simulated = try await fleet.reckoner(
        "simulate",
        "--events",
        String(Self.eventCount),
        "--seed",
        String(seed),
        "--duplicates",
        "0.02"
      )
      try #require(simulated.exitCode == 0, "\(simulated)")
      let published = try await Self.publishedIDs(fleet)
      let kills = try await Self.killWhileWorking(fleet, eventCount: published.count, seed: seed)
      let killed = ContinuousClock.now
      try await fleet.drain()
      let sweep = try await fleet.run("learning-scheduler", "--run", "sweep", "--at", "2100-01-01T00:00:00Z")
      #expect(sweep.exitCode == 0, "\(sweep)")
      try await fleet.drain()
      print(
        "seed \(seed): \(kills) kills while \(published.count) events were applied, \(killed - start); "
          + "drained in \(ContinuousClock.now - killed)"
      )

      #expect(kills.values.allSatisfy { $0 >= Self.killCountMin / 2 }, "seed \(seed): \(kills)")
      let report = try await fleet.verified()
      #expect(report.recordedEvents == published.count, "seed \(seed)")
      #expect(report.entries.applied == Self.eventCount, "seed \(seed): no entry is dead, pending or unread")
      #expect(report.samplesOnTheirWay == 0 && report.overdueOutcomes == 0 && report.dueConversations == 0)
      #expect(
        try await fleet.number("SELECT count(*) FROM learning.outcome_records WHERE outcome_status = 'pending'") == 0
      )
      let compare = try await fleet.reckoner("rebuild-bins", "--compare")
      #expect(compare.exitCode == 0, "\(compare)")
    }
  }

  /// The ids of all events in the streams; duplicates count once.
  private static func publishedIDs(_ fleet: TestFleet) async throws -> Set<[UInt8]> {
    Set(try await fleet.streams().values.joined().compactMap { $0["event_id"] })
  }

  /// Keeps a worker and an aggregator running, each killed and started again after random spans, until both were
  /// killed often enough: till every event was recorded, or for the largest number of kills.
  private static func killWhileWorking(_ fleet: TestFleet, eventCount: Int, seed: UInt64) async throws -> [String: Int]
  {
    let programs = ["outcome-worker", "calibration-aggregator"]
    var generator = TestGenerator(seed: seed)
    var kills = Dictionary(uniqueKeysWithValues: programs.map { ($0, 0) })
    var running: [String: (process: ProgramProcess, end: ContinuousClock.Instant)] = [:]
    while kills.values.contains(where: { $0 < killCountMax }) {
      let recordedCount = try await fleet.number("SELECT count(*) FROM learning.events")
      if recordedCount == eventCount, kills.values.allSatisfy({ $0 >= killCountMin / 2 }) { break }
      for program in programs {
        if let (process, end) = running[program] {
          try #require(process.ending == nil, "seed \(seed), \(program): \(process.standardErrorSoFar)")
          if ContinuousClock.now < end { continue }
          process.kill()
          let ending = try await process.ending()
          #expect(ending.cause == .signal(9), "\(ending)")
          kills[program, default: 0] += 1
        }
        let span = Duration.milliseconds(Int.random(in: 100...2500, using: &generator))
        running[program] = (try fleet.start(program, "--batch-size", "500"), .now + span)
      }
    }
    for (process, _) in running.values {
      process.kill()
      _ = try await process.ending()
    }
    return kills
  }
}
