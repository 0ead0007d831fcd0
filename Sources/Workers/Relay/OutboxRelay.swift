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
  private let resting: RestingTenants

  /// - Parameter rest: for how long a tenant's messages are left alone after Redis refused one.
  init(context: FleetContext, publisher: EventPublisher, rest: Duration = .seconds(2)) {
    self.context = context
    self.publisher = publisher
    resting = RestingTenants(rest: rest)
  }

  /// One batch. What was added is forgotten, whatever Redis refused beside it: else it would be added again for ever.
  /// - Parameter note: told of how many events were published, whether or not others were refused.
  /// - Returns: how many events were published.
  /// - Throws: the first refusal, after the commit; the messages of those tenants rest for a while.
  @discardableResult
  func relayBatch(note: (Int) -> Void = { _ in }) async throws -> Int {
    let (rows, refusals) = try await context.postgres.transaction(retries: .never) { transaction in
      let rows = try await transaction.send(ClaimOutbox(countMax: Self.batchCountMax, resting: resting.current))
      if rows.isEmpty { return (rows, [RedisError?]()) }
      let refusals = try await publisher.offer(rows.map { Self.entry(of: $0.message) })
      let added = zip(rows, refusals).filter { $1 == nil }.map(\.0)
      _ = try await transaction.sendAndCommit(ForgetOutbox(added))
      return (rows, refusals)
    }
    let refused = zip(rows, refusals).filter { $1 != nil }
    note(rows.count - refused.count)
    guard let refusal = refused.first?.1 else { return rows.count }
    // A server that is out of memory or failing over refuses everybody's.
    resting.add(refused.filter { $1?.isRefusal == true && $1?.code != .server("OOM") }.map(\.0.message.tenantID))
    throw refusal
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
      try await context.gate.together {
        try await relay.relayBatch { count in counters.add { $0.published += count } }
      }
    }
  }
}
