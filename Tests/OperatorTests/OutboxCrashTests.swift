import RedisClient
import TestSupport
import Testing

struct OutboxCrashTests {
  /// The relay's own statement: others of the same process may wait to insert.
  private static let waitsToForget = "wait_event_type = 'Lock' AND query LIKE 'DELETE FROM learning.outbox%'"

  @Test func `kill -9 between XADD and forgetting makes duplicates, and the bins don't show it`() async throws {
    try await TestFleet.run { fleet in
      let simulated = try await fleet.reckoner("simulate", "--events", "2000", "--seed", "31")
      #expect(simulated.exitCode == 0, "\(simulated)")
      let ingested = try await fleet.run("outcome-worker", "--drain", "--roles", "ingest,resolve")
      #expect(ingested.exitCode == 0, "\(ingested)")
      let rowCount = try await fleet.number("SELECT count(*) FROM learning.outbox_messages")
      #expect(rowCount > 100)
      let crashCount = 3
      for crash in 1...crashCount {
        // A share lock lets a relay claim rows and publish them, and stops it where it deletes them.
        try await fleet.holding("LOCK TABLE learning.outbox IN SHARE MODE") {
          let relay = try fleet.start("outcome-worker", "--roles", "relay")
          try await Wait.until("it has published, and waits to forget") {
            try await fleet.sessionCount(of: "outcome-worker", where: Self.waitsToForget) > 0
          }
          relay.kill()
          #expect(try await relay.ending().cause == .signal(9))
          // The server notices while the lock is still held: otherwise what the dead one sent would be committed after all.
          try await Wait.until("the server has noticed", within: .seconds(10)) {
            try await fleet.sessionCount(of: "outcome-worker") == 0
          }
        }
        #expect(try await fleet.number("SELECT count(*) FROM learning.outbox_messages") == rowCount, "crash \(crash)")
      }
      let published = try await fleet.streams().filter { $0.key.hasSuffix(":calibration.updated") }.values.joined()
      #expect(published.count >= min(rowCount, 1000) * crashCount, "each crash left a batch in Redis")
      try await fleet.drain()
      let entries = try await fleet.streams().filter { $0.key.hasSuffix(":calibration.updated") }.values.joined()
      let distinct = Set(entries.compactMap { $0["event_id"] })
      // More samples than there were rows, because a drain also closes windows.
      #expect(distinct.count >= rowCount && entries.count > distinct.count, "\(entries.count) of \(distinct.count)")
      try await fleet.verified()
      let compare = try await fleet.reckoner("rebuild-bins", "--compare")
      #expect(compare.exitCode == 0, "\(compare)")
    }
  }
}
