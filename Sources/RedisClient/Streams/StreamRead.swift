/// `XREAD`: entries of several streams after given ids, without a group.
public struct StreamRead: RedisCommand {
  public enum Position: Hashable, Sendable {
    /// Those with a greater id.
    case after(RedisStreamID)
    /// Those added after the server received the command: `$`. Only sensible with a block.
    case latest
  }

  public struct Stream: Hashable, Sendable {
    public let key: String
    public let position: Position

    public init(key: String, position: Position) {
      self.key = key
      self.position = position
    }
  }

  private let streams: [Stream]
  private let count: Int?
  private let block: Duration?

  /// - Parameters:
  ///   - streams: not empty.
  ///   - count: entries from each stream at most, more than 0; `nil` is unlimited.
  ///   - block: how long to wait for an entry if there is none, more than zero, rounded up to milliseconds.
  public init(streams: [Stream], count: Int? = nil, block: Duration? = nil) {
    precondition(!streams.isEmpty, "XREAD needs a stream")
    precondition(count.map { $0 > 0 } ?? true, "a count is more than 0, which Redis takes as unlimited")
    precondition(block.map { $0 > .zero } ?? true, "a block is more than zero, which Redis takes as for ever")
    self.streams = streams
    self.count = count
    self.block = block
  }

  public var blockingTime: Duration? { block }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("XREAD")
    encoder.appendReadLimits(count: count, block: block)
    encoder.append("STREAMS")
    for stream in streams { encoder.append(stream.key) }
    for stream in streams {
      switch stream.position {
      case .after(let id): encoder.append(id)
      case .latest: encoder.append("$")
      }
    }
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> [(key: String, entries: [RedisStreamEntry])] {
    try reply.streamsByKey()
  }
}
