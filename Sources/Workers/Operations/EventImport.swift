import Delivery
public import EventModel
public import RedisClient
import Streams

/// Publishes lines, each a whole envelope, in batches of one round trip.
public struct EventImport {
  /// Lines of one round trip.
  public static let batchCountMax = 1000
  /// Their bytes, about, so that large payloads don't pile up.
  private static let batchByteCountMax = 8 << 20

  private let publisher: EventPublisher
  private let decoder: EventDecoder
  private var waiting: [EventPublisher.Entry] = []
  private var waitingByteCount = 0
  /// Lines that Redis has.
  public private(set) var publishedCount = 0

  public init(redis: RedisConnection, now: Timestamp) {
    publisher = EventPublisher(redis: redis)
    decoder = EventDecoder(now: now)
  }

  /// Checks a line as a worker would, and takes it into the batch; ``flush()`` when ``isFull``.
  /// - Throws: why it would be refused; nothing is taken then.
  public mutating func add(_ line: [UInt8]) throws(Refusal) {
    let line = try ImportLine.parse(line)
    guard ConsumerGroup.outcomeWorkers.eventTypes.contains(line.eventType) else {
      throw Refusal(
        .unknownEventType,
        field: "event_type",
        message: "Field `event_type` must be agent.action, customer.reply or deal.stage; others are the fleet's own."
      )
    }
    _ = try decoder.decode(line.fields, from: StreamContext(eventType: line.eventType, tenant: line.tenantID))
    waiting.append(.init(key: StreamKey(line.eventType, tenant: line.tenantID), fields: line.fields))
    waitingByteCount += line.fields.reduce(0) { $0 + $1.value.count }
  }

  public var isFull: Bool { waiting.count >= Self.batchCountMax || waitingByteCount >= Self.batchByteCountMax }

  /// Publishes what was taken. Events carry their ids, so importing the same file again is harmless.
  public mutating func flush() async throws(RedisError) {
    if waiting.isEmpty { return }
    try await publisher.publish(waiting)
    publishedCount += waiting.count
    waiting.removeAll(keepingCapacity: true)
    waitingByteCount = 0
  }
}
