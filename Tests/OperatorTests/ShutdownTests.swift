import RedisClient
import TestSupport
import Testing

struct ShutdownTests {
  /// Entries that a worker was given and didn't acknowledge.
  private static func pendingCount(_ fleet: TestFleet) async throws -> Int {
    let keys = try await fleet.streams().keys.filter { !$0.hasSuffix(":calibration.updated") }
    return try await fleet.withRedis { redis in
      var count = 0
      for key in keys { count += try await redis.send(StreamPendingSummary(key: key, group: "outcome-workers")).count }
      return count
    }
  }

  @Test func `SIGTERM ends a busy worker with 0 and leaves nothing pending`() async throws {
    try await TestFleet.run { fleet in
      let simulated = try await fleet.reckoner("simulate", "--events", "20000", "--seed", "11")
      #expect(simulated.exitCode == 0, "\(simulated)")
      let worker = try fleet.start("outcome-worker", "--batch-size", "100")
      try await Wait.until("the worker is busy") {
        try await fleet.number("SELECT count(*) FROM learning.events") > 1000
      }
      worker.terminate()
      let ending = try await worker.ending(within: .seconds(30))
      #expect(ending.exitCode == 0, "\(ending)")
      #expect(try await Self.pendingCount(fleet) == 0)
      let report = try await fleet.verified()
      #expect(report.entries.pending == 0)
      #expect(report.entries.unread > 0, "it was still busy")
      #expect(report.entries.applied == report.recordedEvents)
    }
  }

  @Test func `SIGTERM ends an idle worker, aggregator and scheduler with 0`() async throws {
    try await TestFleet.run { fleet in
      let programs = ["outcome-worker", "calibration-aggregator", "learning-scheduler"]
      let processes = try programs.map { try fleet.start($0) }
      for (program, process) in zip(programs, processes) {
        try await Wait.until("\(program) is connected") {
          try await fleet.number(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
              + "AND application_name = '\(program)'"
          ) > 0
        }
        process.terminate()
        let ending = try await process.ending(within: .seconds(30))
        #expect(ending.exitCode == 0, "\(program): \(ending)")
      }
    }
  }

  @Test func `a worker that was started without Redis begins to work when it comes`() async throws {
    try await RedisServerProcess.withServer { redis in
      try await TestFleet.run { fleet in
        redis.kill()
        var environment = fleet.environment
        environment["RECKONER_REDIS_URL"] = redis.url
        let worker = try ProgramProcess.start("outcome-worker", environment: environment)
        try await Wait.until("the worker says that it can't see Redis") { !worker.standardErrorSoFar.isEmpty }
        try await redis.restart()
        let simulated = try await ProgramProcess.run(
          "reckoner",
          ["simulate", "--events", "200"],
          environment: environment
        )
        #expect(simulated.exitCode == 0, "\(simulated)")
        try await Wait.until("all is recorded") {
          try await fleet.number("SELECT count(*) FROM learning.events") == 200
        }
        #expect(worker.ending == nil)
        worker.terminate()
        let ending = try await worker.ending(within: .seconds(30))
        #expect(ending.exitCode == 0, "\(ending)")
      }
    }
  }
}
