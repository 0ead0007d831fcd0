/// `XPENDING` in its short form: how many entries of a group are pending, and for whom.
public struct StreamPendingSummary: RedisCommand {
  public struct Summary: Hashable, Sendable {
    public let count: Int
    /// The smallest and the greatest pending id; `nil` if none is pending.
    public let ids: ClosedRange<RedisStreamID>?
    /// The number of pending entries of each consumer that has some.
    public let countByConsumer: [String: Int]
  }

  private let key: String
  private let group: String

  public init(key: String, group: String) {
    self.key = key
    self.group = group
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("XPENDING")
    encoder.append(key)
    encoder.append(group)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Summary {
    let parts = try reply.elements(atLeast: 4)
    var countByConsumer: [String: Int] = [:]
    for consumer in try parts[3].nonNull?.elements() ?? [] {
      let pair = try consumer.elements(atLeast: 2)
      countByConsumer[try pair[0].text()] = Int(try pair[1].integer())
    }
    var ids: ClosedRange<RedisStreamID>?
    if let first = try parts[1].nonNull?.streamID(), let last = try parts[2].nonNull?.streamID() {
      guard first <= last else { throw reply.mismatch(expected: "ids in order") }
      ids = first...last
    }
    return Summary(count: Int(try parts[0].integer()), ids: ids, countByConsumer: countByConsumer)
  }
}

/// `XPENDING` in its long form: pending entries of a group in the order of their ids.
public struct StreamPendingEntries: RedisCommand {
  public struct Entry: Hashable, Sendable {
    public let id: RedisStreamID
    public let consumer: String
    /// Since the last delivery or claim.
    public let idle: Duration
    /// How often the entry was delivered or claimed.
    public let deliveryCount: Int
  }

  private let key: String
  private let group: String
  private let lower: StreamRange.Bound
  private let upper: StreamRange.Bound
  private let count: Int
  private let minimumIdle: Duration?
  private let consumer: String?

  /// - Parameters:
  ///   - count: entries at most.
  ///   - minimumIdle: leaves out entries that were delivered more recently; rounded up to milliseconds.
  ///   - consumer: leaves out the entries of others.
  public init(
    key: String,
    group: String,
    from lower: StreamRange.Bound = .unbounded,
    to upper: StreamRange.Bound = .unbounded,
    count: Int,
    minimumIdle: Duration? = nil,
    consumer: String? = nil
  ) {
    precondition(count >= 0, "a count isn't negative")
    self.key = key
    self.group = group
    self.lower = lower
    self.upper = upper
    self.count = count
    self.minimumIdle = minimumIdle
    self.consumer = consumer
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("XPENDING")
    encoder.append(key)
    encoder.append(group)
    if let minimumIdle {
      encoder.append("IDLE")
      encoder.appendMilliseconds(minimumIdle)
    }
    encoder.append(lower, unbounded: "-")
    encoder.append(upper, unbounded: "+")
    encoder.append(count)
    if let consumer { encoder.append(consumer) }
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> [Entry] {
    try reply.elements().decoded { entry throws(RedisError) in
      let parts = try entry.elements(atLeast: 4)
      return Entry(
        id: try parts[0].streamID(),
        consumer: try parts[1].text(),
        idle: .milliseconds(try parts[2].integer()),
        deliveryCount: Int(try parts[3].integer())
      )
    }
  }
}
