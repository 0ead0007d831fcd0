import Delivery
import EventModel
import PostgresClient
import RedisClient
import Store
import Streams
import TestSupport
import Testing

@testable import Workers

@Suite(.timeLimit(.minutes(10))) struct OutboxRelayTests {
  private func message(_ number: Int, tenant: Int = 1) -> OutboxMessage {
    OutboxMessage(
      tenantID: TestEvent.tenant(tenant),
      eventID: TestEvent.eventID(number),
      eventType: .calibrationUpdated,
      occurredAt: TestEvent.start,
      data: "{\"number\":\(number)}"
    )
  }

  private func relay(_ context: FleetContext, rest: Duration = .milliseconds(1)) -> OutboxRelay {
    OutboxRelay(context: context, publisher: EventPublisher(redis: context.connection("relay")), rest: rest)
  }

  @Test("a row of a transaction that commits late is published too")
  func late() async throws {
    try await TestFleet.with { fleet in
      let context = try fleet.context()
      let relay = relay(context)
      try await fleet.postgres.transaction { late in
        _ = try await late.send(AppendOutbox([message(1)]))
        _ = try await fleet.postgres.send(AppendOutbox([message(2)]))
        #expect(try await relay.relayBatch() == 1)
        #expect(try await relay.relayBatch() == 0)
      }
      #expect(try await relay.relayBatch() == 1)
      #expect(try await fleet.published(of: TestEvent.tenant(1)) == ["{\"number\":2}", "{\"number\":1}"])
      #expect(try await fleet.execute("SELECT count(*) FROM learning.outbox_messages") == "0")
      await context.postgres.close()
    }
  }

  @Test("while Redis is away nothing leaves the outbox; when it is back everything arrives")
  func redisAway() async throws {
    try await TestFleet.withOwnServers { fleet in
      let context = try fleet.context()
      let relay = relay(context)
      _ = try await fleet.postgres.send(AppendOutbox((0..<50).map { message($0) }))
      fleet.redisServer.kill()
      await #expect(throws: RedisError.self) { try await relay.relayBatch() }
      #expect(try await fleet.execute("SELECT count(*) FROM learning.outbox_messages") == "50")
      try await fleet.redisServer.restart()
      try await Wait.until("everything is published") {
        do {
          return try await relay.relayBatch() == 50
        } catch is RedisError {
          return false
        }
      }
      #expect(Set(try await fleet.published(of: TestEvent.tenant(1))) == Set((0..<50).map { "{\"number\":\($0)}" }))
      #expect(try await fleet.execute("SELECT count(*) FROM learning.outbox_messages") == "0")
      await context.postgres.close()
    }
  }

  @Test("what Redis refuses waits by itself: the rest of its batch is published once, and what comes later too")
  func refused() async throws {
    try await TestFleet.with { fleet in
      let context = try fleet.context()
      let relay = relay(context, rest: .seconds(600))
      let foreign = StreamKey(.calibrationUpdated, tenant: TestEvent.tenant(2)).text
      _ = try await fleet.redis.send(StringSet(key: foreign, value: [1]))
      // More than a batch of those that can't be published comes first.
      _ = try await fleet.postgres.send(AppendOutbox((0..<5000).map { message($0, tenant: $0 < 10 ? 1 : 2) }))
      _ = try await fleet.postgres.send(AppendOutbox((5000..<5100).map { message($0) }))
      var publishedCount = 0
      await #expect(throws: RedisError.self) { try await relay.relayBatch { publishedCount += $0 } }
      #expect(publishedCount == 10)
      #expect(try await relay.relayBatch() == 100)
      #expect(try await relay.relayBatch() == 0)
      #expect(try await fleet.execute("SELECT count(*) FROM learning.outbox_messages") == "4990")
      #expect(try await fleet.published(of: TestEvent.tenant(1)).count == 110)
      _ = try await fleet.redis.send(KeyDelete(keys: [foreign]))
      let rested = self.relay(context)
      try await Wait.until("the others are published too") {
        try await rested.relayBatch()
        return try await fleet.execute("SELECT count(*) FROM learning.outbox_messages") == "0"
      }
      #expect(try await fleet.published(of: TestEvent.tenant(2)) == (10..<5000).map { "{\"number\":\($0)}" })
      await context.postgres.close()
    }
  }

  @Test("two relays at once publish each row once")
  func two() async throws {
    try await TestFleet.with { fleet in
      let contexts = [try fleet.context(), try fleet.context()]
      for part in 0..<5 {
        _ = try await fleet.postgres.send(AppendOutbox((part * 1000..<(part + 1) * 1000).map { message($0) }))
      }
      try await withThrowingTaskGroup { group in
        for context in contexts {
          let relay = relay(context)
          group.addTask { while try await relay.relayBatch() > 0 {} }
        }
        try await group.waitForAll()
      }
      for context in contexts { await context.postgres.close() }
      #expect(try await fleet.published(of: TestEvent.tenant(1)).count == 5000)
      #expect(Set(try await fleet.published(of: TestEvent.tenant(1))).count == 5000)
    }
  }
}
