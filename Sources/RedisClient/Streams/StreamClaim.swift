/// `XCLAIM`: takes over given pending entries, and counts a delivery of each.
///
/// Returns the entries that were taken; those that aren't pending, are deleted or aren't idle for long enough are left out.
public struct StreamClaim: RedisCommand {
  private let arguments: ClaimArguments

  /// - Parameters:
  ///   - minimumIdle: takes only entries whose last delivery is at least this long ago; rounded up to milliseconds.
  ///   - ids: not empty.
  public init(key: String, group: String, consumer: String, minimumIdle: Duration, ids: [RedisStreamID]) {
    arguments = ClaimArguments(key: key, group: group, consumer: consumer, minimumIdle: minimumIdle, ids: ids)
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    arguments.encode(into: &encoder)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> [RedisStreamEntry] {
    try reply.streamEntries()
  }
}

/// `XCLAIM ... JUSTID`: like ``StreamClaim``, without the fields and without counting a delivery.
///
/// With `minimumIdle` zero and its own name a consumer tells the others that it still works on these entries.
public struct StreamClaimIDs: RedisCommand {
  private let arguments: ClaimArguments

  /// The parameters are those of ``StreamClaim``.
  public init(key: String, group: String, consumer: String, minimumIdle: Duration, ids: [RedisStreamID]) {
    arguments = ClaimArguments(key: key, group: group, consumer: consumer, minimumIdle: minimumIdle, ids: ids)
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    arguments.encode(into: &encoder)
    encoder.append("JUSTID")
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> [RedisStreamID] {
    try reply.streamIDs()
  }
}

private struct ClaimArguments: Sendable {
  let key: String
  let group: String
  let consumer: String
  let minimumIdle: Duration
  let ids: [RedisStreamID]

  init(key: String, group: String, consumer: String, minimumIdle: Duration, ids: [RedisStreamID]) {
    precondition(!ids.isEmpty, "XCLAIM needs an id")
    precondition(minimumIdle >= .zero, "an idle time isn't negative")
    self.key = key
    self.group = group
    self.consumer = consumer
    self.minimumIdle = minimumIdle
    self.ids = ids
  }

  func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("XCLAIM")
    encoder.append(key)
    encoder.append(group)
    encoder.append(consumer)
    encoder.appendMilliseconds(minimumIdle)
    for id in ids { encoder.append(id) }
  }
}
