/// `XREADGROUP`: entries of several streams for one consumer of a group, which become pending for it.
///
/// Streams without entries are left out; the answer is empty if none came within the blocking time. A stream without the
/// group refuses the whole command with `NOGROUP`.
public struct StreamReadGroup: RedisCommand {
  /// Which entries of a stream.
  public enum Position: Hashable, Sendable {
    /// Those that no consumer of the group has been given: `>`.
    case new
    /// This consumer's own pending entries with a greater id. Never blocks; deleted entries come without fields.
    case pending(after: RedisStreamID)
  }

  public struct Stream: Hashable, Sendable {
    public let key: String
    public let position: Position

    public init(key: String, position: Position) {
      self.key = key
      self.position = position
    }
  }

  private let group: String
  private let consumer: String
  private let streams: [Stream]
  private let count: Int?
  private let block: Duration?
  private let acknowledges: Bool

  /// - Parameters:
  ///   - streams: not empty.
  ///   - count: entries from each stream at most, more than 0; `nil` is unlimited.
  ///   - block: how long to wait for an entry if there is none, more than zero, rounded up to milliseconds.
  ///   - acknowledges: whether entries are never pending (`NOACK`).
  public init(
    group: String,
    consumer: String,
    streams: [Stream],
    count: Int? = nil,
    block: Duration? = nil,
    acknowledges: Bool = false
  ) {
    precondition(!streams.isEmpty, "XREADGROUP needs a stream")
    precondition(count.map { $0 > 0 } ?? true, "a count is more than 0, which Redis takes as unlimited")
    precondition(block.map { $0 > .zero } ?? true, "a block is more than zero, which Redis takes as for ever")
    self.group = group
    self.consumer = consumer
    self.streams = streams
    self.count = count
    self.block = block
    self.acknowledges = acknowledges
  }

  /// Reads new entries of all keys.
  public init(group: String, consumer: String, keys: [String], count: Int? = nil, block: Duration? = nil) {
    let streams = keys.map { Stream(key: $0, position: .new) }
    self.init(group: group, consumer: consumer, streams: streams, count: count, block: block)
  }

  public var blockingTime: Duration? { block }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("XREADGROUP")
    encoder.append("GROUP")
    encoder.append(group)
    encoder.append(consumer)
    encoder.appendReadLimits(count: count, block: block)
    if acknowledges { encoder.append("NOACK") }
    encoder.append("STREAMS")
    for stream in streams { encoder.append(stream.key) }
    for stream in streams {
      switch stream.position {
      case .new: encoder.append(">")
      case .pending(let id): encoder.append(id)
      }
    }
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> [(key: String, entries: [RedisStreamEntry])] {
    try reply.streamsByKey()
  }
}

extension RedisCommandEncoder {
  mutating func appendReadLimits(count: Int?, block: Duration?) {
    if let count {
      append("COUNT")
      append(count)
    }
    if let block {
      append("BLOCK")
      appendMilliseconds(block)
    }
  }
}
