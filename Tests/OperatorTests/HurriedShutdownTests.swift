import Foundation
import Glibc
import RedisClient
import TestSupport
import Testing

/// What ends when it can't finish: by a second signal, by the drain limit, or by force.
struct HurriedShutdownTests {
  /// From the cancellation to the end, with room for a machine that is busy with other tests.
  private static let hurryLimit = Duration.seconds(5)

  private func exitsInTime(
    _ process: ProgramProcess,
    within limit: Duration = Self.hurryLimit,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> ProgramProcess.Ending {
    let start = ContinuousClock.now
    let ending = try await process.ending(within: .seconds(60))
    #expect(ending.exitCode == 75, "\(ending)", sourceLocation: sourceLocation)
    #expect(ContinuousClock.now - start < limit, "\(ending)", sourceLocation: sourceLocation)
    return ending
  }

  @Test(arguments: [
    ("outcome-worker", "events"), ("calibration-aggregator", "calibration_samples"),
    ("learning-scheduler", "outcome_records"),
  ])
  func `a second signal ends a program that waits behind a lock at once: rolled back, and charged to nobody`(
    program: String,
    table: String
  ) async throws {
    try await TestFleet.run { fleet in
      let simulated = try await fleet.reckoner("simulate", "--events", "2000", "--seed", "13")
      #expect(simulated.exitCode == 0, "\(simulated)")
      if program != "outcome-worker" {
        let drained = try await fleet.run("outcome-worker", "--drain", "--roles", "ingest,resolve,relay")
        #expect(drained.exitCode == 0, "\(drained)")
      }
      let before = try await fleet.number("SELECT count(*) FROM learning.\(table)")
      try await fleet.holding("LOCK TABLE learning.\(table) IN ACCESS EXCLUSIVE MODE") {
        let process = try fleet.start(program)
        try await Wait.until("it waits behind the lock") {
          try await fleet.sessionCount(of: program, where: "wait_event_type = 'Lock'") > 0
        }
        process.terminate()
        try await Wait.until("it has heard the signal") { process.standardErrorSoFar.contains("shutdown begins") }
        #expect(process.ending == nil, "it finishes what it has begun")
        process.terminate()
        let ending = try await exitsInTime(process)
        #expect(ending.standardError.contains("a second signal ended the shutdown"), "\(ending)")
        try await Wait.until("its sessions are gone", within: .seconds(5)) {
          try await fleet.sessionCount(of: program) == 0
        }
      }
      #expect(try await fleet.number("SELECT count(*) FROM learning.\(table)") == before, "rolled back")
      for group in ["outcome-workers", "calibration-aggregators"] {
        let pending = try await fleet.pendingEntries(of: group)
        #expect(pending.allSatisfy { $0.deliveryCount <= 1 }, "\(group): nothing is charged")
      }
      try await fleet.drain()
      let report = try await fleet.verified()
      #expect(report.entries.dead == 0 && report.entries.pending == 0)
    }
  }

  @Test func `the drain limit ends a worker whose PostgreSQL doesn't answer`() async throws {
    try await TestFleet.runOnOwnStores { fleet, _ in
      let simulated = try await fleet.reckoner("simulate", "--events", "5000", "--seed", "14")
      #expect(simulated.exitCode == 0, "\(simulated)")
      let worker = try fleet.start("outcome-worker", environment: ["RECKONER_DRAIN_LIMIT_SECONDS": "1"])
      try await Wait.until("it works") { try await fleet.number("SELECT count(*) FROM learning.events") > 0 }
      fleet.server.pause()
      worker.terminate()
      let ending = try await exitsInTime(worker)
      #expect(ending.standardError.contains("RECKONER_DRAIN_LIMIT_SECONDS"), "\(ending)")
      fleet.server.resume()
      let pending = try await fleet.pendingEntries()
      #expect(pending.allSatisfy { $0.deliveryCount <= 1 }, "nothing is charged")
      try await fleet.drain()
      #expect(try await fleet.verified().entries.applied == 5000)
    }
  }

  @Test func `the drain limit ends a worker whose Redis doesn't answer`() async throws {
    try await TestFleet.runOnOwnStores { fleet, redis in
      let simulated = try await fleet.reckoner("simulate", "--events", "5000", "--seed", "15")
      #expect(simulated.exitCode == 0, "\(simulated)")
      let worker = try fleet.start(
        "outcome-worker",
        "--batch-size",
        "50",
        environment: ["RECKONER_DRAIN_LIMIT_SECONDS": "1"]
      )
      try await Wait.until("it works") { try await fleet.number("SELECT count(*) FROM learning.events") > 0 }
      redis.pause()
      worker.terminate()
      _ = try await exitsInTime(worker)
      redis.resume()
      try await fleet.drain()
      let report = try await fleet.verified()
      #expect(report.entries.applied == 5000 && report.entries.dead == 0)
    }
  }

  @Test func `a C call that never returns doesn't keep a program that was told to stop`() async throws {
    try await TestFleet.run { fleet in
      // libpq opens its service file inside PQconnectStart; a FIFO that nobody writes to holds it there.
      let fifo = "\(fleet.server.directory.path)/service-\(fleet.database)"
      try #require(mkfifo(fifo, 0o644) == 0, "mkfifo: errno \(errno)")
      defer { unlink(fifo) }
      let worker = try fleet.start(
        "outcome-worker",
        environment: [
          "RECKONER_DATABASE_URL": "service=anything", "PGSERVICEFILE": fifo, "RECKONER_DRAIN_LIMIT_SECONDS": "1",
        ]
      )
      try await Wait.until("it follows signals, and has begun to connect") {
        worker.answersTermination && worker.threadNames.contains("postgres")
      }
      worker.terminate()
      let ending = try await exitsInTime(worker, within: .seconds(8))
      #expect(ending.standardError.contains("ended by force"), "\(ending)")
    }
  }
}
