import TestSupport
import Testing

struct RollupCrashTests {
  /// The fold's own statement: others of the same process may wait to insert.
  private static let waitsToForget = "wait_event_type = 'Lock' AND query LIKE 'DELETE FROM learning.rollup_changes%'"

  private func waiting(_ fleet: TestFleet) async throws -> Int {
    try await fleet.number("SELECT count(*) FROM learning.rollup_changes")
  }

  @Test func `kill -9 before the commit of a fold, and between its commit and what it publishes, counts nothing twice`()
    async throws
  {
    try await TestFleet.run { fleet in
      let simulated = try await fleet.reckoner("simulate", "--events", "3000", "--seed", "41")
      #expect(simulated.exitCode == 0, "\(simulated)")
      let ingested = try await fleet.run("outcome-worker", "--drain", "--roles", "ingest,resolve", "--batch-size", "50")
      #expect(ingested.exitCode == 0, "\(ingested)")
      let rowCount = try await waiting(fleet)
      #expect(rowCount > 20)
      // A share lock lets a fold claim and add, and stops it where it forgets.
      try await fleet.holding("LOCK TABLE learning.rollup_changes IN SHARE MODE") {
        let worker = try fleet.start("outcome-worker", "--roles", "rollup")
        try await Wait.until("it has added, and waits to forget") {
          try await fleet.sessionCount(of: "outcome-worker", where: Self.waitsToForget) > 0
        }
        worker.kill()
        #expect(try await worker.ending().cause == .signal(9))
        // The server notices while the lock is still held: otherwise what the dead one sent would be committed after all.
        try await Wait.until("the server has noticed", within: .seconds(10)) {
          try await fleet.sessionCount(of: "outcome-worker") == 0
        }
      }
      #expect(try await waiting(fleet) == rowCount)
      #expect(try await fleet.number("SELECT count(*) FROM learning.outcome_rollups") == 0)
      // A Redis that doesn't answer stops a fold between its commit and the end of its publication.
      try await RedisServerProcess.withServer { silent in
        silent.pause()
        let worker = try fleet.start(
          "outcome-worker",
          "--roles",
          "rollup",
          environment: ["RECKONER_REDIS_URL": silent.socketURL]
        )
        try await Wait.until("a fold is committed") { try await waiting(fleet) < rowCount }
        worker.kill()
        #expect(try await worker.ending().cause == .signal(9))
        silent.resume()
      }
      #expect(try await fleet.number("SELECT count(*) FROM learning.outcome_rollups") > 0)
      try await fleet.drain()
      #expect(try await waiting(fleet) == 0)
      try await fleet.verified()
      let compare = try await fleet.reckoner("rebuild-rollups", "--compare")
      #expect(compare.exitCode == 0, "\(compare)")
    }
  }

  @Test func `damage is found by compare and verify, and repaired by rebuild-rollups`() async throws {
    struct Report: Decodable {
      let rows: Int
      let differences: Int
      let examples: [String]
      let written: Bool
    }
    try await TestFleet.run { fleet in
      let simulated = try await fleet.reckoner("simulate", "--events", "500", "--seed", "43")
      #expect(simulated.exitCode == 0, "\(simulated)")
      try await fleet.drain()
      let sound = try await fleet.reckoner("rebuild-rollups", "--compare", "--json")
      #expect(sound.exitCode == 0, "\(sound)")
      #expect(try sound.json(as: Report.self).rows > 10)
      _ = try await fleet.rows(
        """
        UPDATE learning.action_rollups SET action_count = action_count + 1
        WHERE (tenant_id, day, rep_id, action_type, channel) IN (
          SELECT tenant_id, day, rep_id, action_type, channel FROM learning.action_rollups LIMIT 1)
        """
      )
      let damaged = try await fleet.reckoner("rebuild-rollups", "--compare", "--json")
      #expect(damaged.exitCode == 1, "\(damaged)")
      let report = try damaged.json(as: Report.self)
      #expect(report.differences == 1 && report.examples.count == 1 && !report.written)
      #expect(report.examples.first?.hasPrefix("action_rollups: tenant ") == true)
      let verify = try await fleet.reckoner("verify", "--json")
      #expect(try verify.json(as: Verified.self).problems.map(\.kind) == ["rollup_differs"])
      let rebuilt = try await fleet.reckoner("rebuild-rollups", "--json")
      #expect(rebuilt.exitCode == 0, "\(rebuilt)")
      #expect(try rebuilt.json(as: Report.self).written)
      try await fleet.verified()
      let usage = try await fleet.reckoner("rebuild-rollups", "--tenant", "nobody")
      #expect(usage.exitCode == 64, "\(usage)")
    }
  }
}
