import Delivery
import EventModel
import FoundationEssentials
import PostgresClient
import RedisClient
import Store
import Streams

/// Publishes what the outbox holds, and then forgets it.
///
/// Claimed rows stay locked until Redis has the events, so two relays never publish the same row at once; a crash between
/// publishing and forgetting makes a duplicate, which aggregators know by its revision.
struct OutboxRelay {
  static let batchCountMax = 1000

  let context: FleetContext
  let publisher: EventPublisher

  /// One batch.
  /// - Returns: how many events were published.
  func relayBatch() async throws -> Int {
    try await context.postgres.transaction(retries: .never) { transaction in
      let rows = try await transaction.send(ClaimOutbox(countMax: Self.batchCountMax))
      if rows.isEmpty { return 0 }
      try await publisher.publish(rows.map { Self.entry(of: $0.message) })
      _ = try await transaction.sendAndCommit(ForgetOutbox(rows))
      return rows.count
    }
  }

  private static func entry(of message: OutboxMessage) -> EventPublisher.Entry {
    let envelope = Envelope(
      eventID: message.eventID,
      eventType: message.eventType,
      tenantID: message.tenantID,
      timestamp: message.occurredAt,
      sourceAgentID: "reckoner",
      callChain: ["reckoner"]
    )
    return EventPublisher.Entry(
      key: StreamKey(message.eventType, tenant: message.tenantID),
      fields: EventEncoder.fields(of: envelope, dataText: Array(message.data.utf8))
    )
  }
}

extension OutboxRelay {
  /// Relays for the life of a process.
  static func loop(context: FleetContext, counters: WorkCounters) -> WorkLoop {
    let relay = OutboxRelay(context: context, publisher: EventPublisher(redis: context.connection("relay")))
    return WorkLoop(context: context, name: "relay", idleInterval: .milliseconds(50)) {
      let count = try await context.gate.together { try await relay.relayBatch() }
      counters.add { $0.published += count }
      return count
    }
  }
}
