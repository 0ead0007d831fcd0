import Foundation
import RedisClient
import TestSupport
import Testing

/// Entries that kill or stop the process that handles them (points 1 and 4 of the delivery guarantees). What would crash a
/// worker is played by PostgreSQL: it holds the insert of one event until the worker was killed.
struct PoisonTests {
  private static let tenant = "5f000000-0000-4000-8000-000000000001"
  private static let stream = "t:\(tenant):events:agent.action"

  private static func eventID(_ number: Int) -> String {
    "5f000000-0000-4000-8000-" + String(repeating: "0", count: 12 - "\(number)".count) + "\(number)"
  }

  private static func publish(_ numbers: Range<Int>, to fleet: TestFleet) async throws {
    try await fleet.withRedis { redis in
      let commands = numbers.map { number in
        StreamAdd(
          key: stream,
          fields: [
            RedisField("event_id", eventID(number)), RedisField("event_type", "agent.action"),
            RedisField("timestamp", "2026-02-11T12:00:00Z"), RedisField("tenant_id", tenant),
            RedisField(
              "data",
              """
              {"conversation_state_id":"\(eventID(number % 20))","action_type":"send_email","predicted_confidence":0.5}
              """
            ),
          ]
        )
      }
      for result in try await redis.pipeline(commands) { _ = try result.get() }
    }
  }

  /// Lets the insert of an event wait for a lock that the test holds, and everything else pass.
  private static func hold(_ number: Int, in fleet: TestFleet) async throws {
    _ = try await fleet.rows(
      """
      CREATE FUNCTION learning.hold() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_sleep(25); RETURN NEW; END $$;
      CREATE TRIGGER hold BEFORE INSERT ON learning.events FOR EACH ROW
        WHEN (NEW.event_id = '\(eventID(number))') EXECUTE FUNCTION learning.hold()
      """
    )
  }

  private static let sleeping = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"

  /// Waits until a worker handles the event.
  private static func awaitTouch(_ fleet: TestFleet) async throws {
    try await Wait.until("a worker handles the event") { try await fleet.number("SELECT count(*) \(sleeping)") > 0 }
  }

  /// The server notices by itself that a client is gone, a little later.
  private static func endSessions(_ fleet: TestFleet) async throws {
    _ = try await fleet.rows("SELECT count(pg_terminate_backend(pid)) \(sleeping)")
    try await Wait.until("its session is gone") { try await fleet.number("SELECT count(*) \(sleeping)") == 0 }
  }

  private static func letters(_ fleet: TestFleet) async throws -> [RedisStreamEntry] {
    try await fleet.withRedis { try await $0.send(StreamRange(key: "\(stream):dlq")) }
  }

  @Test func `an entry that kills every worker is buried as delivery_limit, its neighbours are applied`() async throws {
    try await TestFleet.run { fleet in
      try await Self.hold(150, in: fleet)
      try await Self.publish(0..<300, to: fleet)
      var kills = 0
      while try await Self.letters(fleet).isEmpty {
        try #require(kills < 20)
        let worker = try fleet.start("outcome-worker", "--lanes", "2")
        try await Wait.until("it handles the event, or gave it up") {
          if try await fleet.number("SELECT count(*) \(Self.sleeping)") > 0 { return true }
          return try await !Self.letters(fleet).isEmpty
        }
        worker.kill()
        _ = try await worker.ending()
        if try await Self.letters(fleet).isEmpty { kills += 1 }
        try await Self.endSessions(fleet)
      }
      // Any company, 256, 32, 4, and three times alone.
      #expect(kills == 7)
      try await fleet.drain()
      #expect(try await fleet.number("SELECT count(*) FROM learning.events") == 299)
      let letters = try await Self.letters(fleet)
      #expect(letters.map { $0["_dlq_reason"] } == [Array("delivery_limit".utf8)])
      #expect(letters.map { $0["event_id"] } == [Array(Self.eventID(150).utf8)])
      try await fleet.verified()
    }
  }

  @Test func `a worker that was stopped past the limit and wakes up changes nothing twice`() async throws {
    try await TestFleet.run { fleet in
      try await Self.hold(0, in: fleet)
      try await Self.publish(0..<40, to: fleet)
      let stopped = try fleet.start("outcome-worker", "--lanes", "1")
      try await Self.awaitTouch(fleet)
      stopped.pause()
      // What idle_in_transaction_session_timeout does to a session whose client says nothing any more.
      try await Self.endSessions(fleet)
      _ = try await fleet.rows("DROP TRIGGER hold ON learning.events")
      let heir = try fleet.start("outcome-worker", "--lanes", "1")
      try await Wait.until("another worker took its entries over") {
        try await fleet.number("SELECT count(*) FROM learning.events") == 40
      }
      let before = try await fleet.rows("SELECT * FROM learning.outcome_records ORDER BY tenant_id, outcome_id")
      stopped.resume()
      for worker in [heir, stopped] {
        worker.terminate()
        let ending = try await worker.ending(within: .seconds(40))
        #expect(ending.exitCode == 0, "\(ending)")
      }
      #expect(try await fleet.rows("SELECT * FROM learning.outcome_records ORDER BY tenant_id, outcome_id") == before)
      #expect(try await Self.letters(fleet).isEmpty)
      try await fleet.drain()
      try await fleet.verified()
    }
  }
}
