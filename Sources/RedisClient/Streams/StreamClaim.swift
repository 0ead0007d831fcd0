/// `XCLAIM`: takes over given pending entries, and counts a delivery of each.
///
/// Returns the entries that were taken; those that aren't pending, are deleted or aren't idle for long enough are left out.
public struct StreamClaim: RedisCommand {
  private let key: String
  private let group: String
  private let consumer: String
  private let minimumIdle: Duration
  private let ids: [RedisStreamID]

  /// - Parameters:
  ///   - minimumIdle: takes only entries whose last delivery is at least this long ago; rounded up to milliseconds.
  ///   - ids: not empty.
  public init(key: String, group: String, consumer: String, minimumIdle: Duration, ids: [RedisStreamID]) {
    precondition(!ids.isEmpty, "XCLAIM needs an id")
    precondition(minimumIdle >= .zero, "an idle time isn't negative")
    self.key = key
    self.group = group
    self.consumer = consumer
    self.minimumIdle = minimumIdle
    self.ids = ids
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("XCLAIM")
    encoder.append(key)
    encoder.append(group)
    encoder.append(consumer)
    encoder.appendMilliseconds(minimumIdle)
    for id in ids { encoder.append(id) }
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> [RedisStreamEntry] {
    try reply.streamEntries()
  }
}
