import TestSupport
import Testing

struct ShutdownTests {
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
      #expect(try await fleet.pendingEntries().isEmpty)
      let report = try await fleet.verified()
      #expect(report.entries.pending == 0)
      #expect(report.entries.unread > 0, "it was still busy")
      #expect(report.entries.applied == report.recordedEvents)
    }
  }

  @Test func `SIGTERM and SIGINT end an idle worker, aggregator and scheduler with 0`() async throws {
    try await TestFleet.run { fleet in
      let programs = ["outcome-worker", "calibration-aggregator", "learning-scheduler"]
      for signal in [ProgramProcess.terminate, ProgramProcess.interrupt] {
        let processes = try programs.map { try fleet.start($0) }
        for (program, process) in zip(programs, processes) {
          try await Wait.until("\(program) is connected") { try await fleet.sessionCount(of: program) > 0 }
          signal(process)()
          let ending = try await process.ending(within: .seconds(30))
          #expect(ending.exitCode == 0, "\(program): \(ending)")
        }
      }
    }
  }

  @Test func `workers that come and go by SIGTERM leave nothing pending and do all the work`() async throws {
    try await TestFleet.run { fleet in
      let simulated = try await fleet.reckoner("simulate", "--events", "6000", "--seed", "12")
      #expect(simulated.exitCode == 0, "\(simulated)")
      var generator = TestGenerator(seed: 12)
      for round in 0..<8 {
        let worker = try fleet.start("outcome-worker", "--batch-size", "50")
        let mark = try await fleet.number("SELECT count(*) FROM learning.events")
        let more = Int.random(in: 0...400, using: &generator)
        try await Wait.until("round \(round): the worker has begun") {
          try await fleet.number("SELECT count(*) FROM learning.events") >= min(mark + more, 6000)
        }
        worker.terminate()
        let ending = try await worker.ending(within: .seconds(30))
        #expect(ending.exitCode == 0, "round \(round): \(ending)")
        #expect(try await fleet.pendingEntries().isEmpty, "round \(round)")
      }
      try await fleet.drain()
      let report = try await fleet.verified()
      #expect(report.entries.applied == 6000 && report.entries.dead == 0)
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
