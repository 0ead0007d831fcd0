/// What to remove from the old end of a stream.
public struct StreamTrimming: Hashable, Sendable {
  fileprivate enum Strategy: Hashable, Sendable {
    case length(Int)
    case minimumID(RedisStreamID)
  }

  fileprivate let strategy: Strategy
  fileprivate let isExact: Bool

  /// Keeps the newest `count` entries, or somewhat more unless `exactly`: `MAXLEN ~`.
  public static func length(_ count: Int, exactly: Bool = false) -> StreamTrimming {
    precondition(count >= 0, "a length isn't negative")
    return StreamTrimming(strategy: .length(count), isExact: exactly)
  }

  /// Keeps the entries from `id` on, and perhaps some older ones unless `exactly`: `MINID ~`.
  public static func before(_ id: RedisStreamID, exactly: Bool = false) -> StreamTrimming {
    StreamTrimming(strategy: .minimumID(id), isExact: exactly)
  }
}

/// `XTRIM`: the number of entries removed.
public struct StreamTrim: RedisCommand {
  private let key: String
  private let trimming: StreamTrimming

  public init(key: String, _ trimming: StreamTrimming) {
    self.key = key
    self.trimming = trimming
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("XTRIM")
    encoder.append(key)
    encoder.append(trimming)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Int {
    Int(try reply.integer())
  }
}

extension RedisCommandEncoder {
  mutating func append(_ trimming: StreamTrimming) {
    switch trimming.strategy {
    case .length: append("MAXLEN")
    case .minimumID: append("MINID")
    }
    append(trimming.isExact ? "=" : "~")
    switch trimming.strategy {
    case .length(let count): append(count)
    case .minimumID(let id): append(id)
    }
  }
}
