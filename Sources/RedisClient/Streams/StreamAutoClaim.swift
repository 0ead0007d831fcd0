/// `XAUTOCLAIM`: takes over pending entries that nobody handled for a time, one page of the group's pending list at a time.
///
/// Counts a delivery of each. A page may be empty though the walk isn't over. Entries deleted from the stream are removed from
/// the pending list and only their ids are returned, from Redis 7.0 on.
public struct StreamAutoClaim: RedisCommand {
  public struct Page: Hashable, Sendable {
    /// Where the next page begins; ``RedisStreamID/minimum`` when the walk is over.
    public let cursor: RedisStreamID
    public let entries: [RedisStreamEntry]
    public let deletedIDs: [RedisStreamID]
  }

  private let arguments: AutoClaimArguments

  /// - Parameters:
  ///   - minimumIdle: takes only entries whose last delivery is at least this long ago; rounded up to milliseconds.
  ///   - start: ``RedisStreamID/minimum``, and then the cursor of the page before.
  ///   - count: entries at most, more than 0; Redis looks at ten times as many. Its own default is 100.
  public init(
    key: String,
    group: String,
    consumer: String,
    minimumIdle: Duration,
    start: RedisStreamID = .minimum,
    count: Int? = nil
  ) {
    arguments = AutoClaimArguments(
      key: key,
      group: group,
      consumer: consumer,
      minimumIdle: minimumIdle,
      start: start,
      count: count
    )
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    arguments.encode(into: &encoder)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Page {
    let parts = try reply.elements(atLeast: 2)
    return Page(
      cursor: try parts[0].streamID(),
      entries: try parts[1].streamEntries(),
      deletedIDs: try parts.deletedIDs()
    )
  }
}

/// `XAUTOCLAIM ... JUSTID`: like ``StreamAutoClaim``, without the fields and without counting a delivery.
public struct StreamAutoClaimIDs: RedisCommand {
  public struct Page: Hashable, Sendable {
    /// Where the next page begins; ``RedisStreamID/minimum`` when the walk is over.
    public let cursor: RedisStreamID
    public let ids: [RedisStreamID]
    public let deletedIDs: [RedisStreamID]
  }

  private let arguments: AutoClaimArguments

  /// The parameters are those of ``StreamAutoClaim``.
  public init(
    key: String,
    group: String,
    consumer: String,
    minimumIdle: Duration,
    start: RedisStreamID = .minimum,
    count: Int? = nil
  ) {
    arguments = AutoClaimArguments(
      key: key,
      group: group,
      consumer: consumer,
      minimumIdle: minimumIdle,
      start: start,
      count: count
    )
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    arguments.encode(into: &encoder)
    encoder.append("JUSTID")
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Page {
    let parts = try reply.elements(atLeast: 2)
    return Page(
      cursor: try parts[0].streamID(),
      ids: try parts[1].streamIDs(),
      deletedIDs: try parts.deletedIDs()
    )
  }
}

private struct AutoClaimArguments: Sendable {
  let key: String
  let group: String
  let consumer: String
  let minimumIdle: Duration
  let start: RedisStreamID
  let count: Int?

  func encode(into encoder: inout RedisCommandEncoder) {
    precondition(minimumIdle >= .zero, "an idle time isn't negative")
    precondition(count.map { $0 > 0 } ?? true, "a count is more than 0")
    encoder.append("XAUTOCLAIM")
    encoder.append(key)
    encoder.append(group)
    encoder.append(consumer)
    encoder.appendMilliseconds(minimumIdle)
    encoder.append(start)
    if let count {
      encoder.append("COUNT")
      encoder.append(count)
    }
  }
}

extension [RedisReply] {
  /// The third part of the answer, which servers before 7.0 don't send.
  fileprivate func deletedIDs() throws(RedisError) -> [RedisStreamID] {
    count > 2 ? try self[2].streamIDs() : []
  }
}
