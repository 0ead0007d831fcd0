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
  /// Rows of one batch at most; each holds the messages of one transaction and stream.
  static let rowCountMax = 50

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
    let offer = try await context.postgres.transaction(retries: .never) { transaction in
      let rows = try await transaction.send(ClaimOutbox(countMax: Self.rowCountMax, resting: resting.current))
      if rows.isEmpty { return OutboxOffer() }
      let messages = rows.flatMap(\.messages)
      let offer = OutboxOffer(rows, refusals: try await publisher.offer(messages.map(Self.entry)))
      switch offer.rest.isEmpty {
      case true: _ = try await transaction.sendAndCommit(ForgetOutbox(offer.published))
      case false: _ = try await transaction.sendAndCommit(ForgetOutbox(offer.published), KeepInOutbox(offer.rest))
      }
      return offer
    }
    note(offer.addedCount)
    guard let refusal = offer.firstRefusal else { return offer.addedCount }
    resting.add(offer.refusedTenants)
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
