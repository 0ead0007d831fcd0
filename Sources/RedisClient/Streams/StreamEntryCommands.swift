/// `XLEN`: the number of entries; 0 if the stream doesn't exist.
public struct StreamLength: RedisCommand {
  private let key: String

  public init(key: String) {
    self.key = key
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("XLEN")
    encoder.append(key)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Int {
    Int(try reply.integer())
  }
}

/// `XDEL`: the number of entries that existed.
public struct StreamDelete: RedisCommand {
  private let key: String
  private let ids: [RedisStreamID]

  /// - Parameter ids: not empty.
  public init(key: String, ids: [RedisStreamID]) {
    precondition(!ids.isEmpty, "XDEL needs an id")
    self.key = key
    self.ids = ids
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("XDEL")
    encoder.append(key)
    for id in ids { encoder.append(id) }
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Int {
    Int(try reply.integer())
  }
}

/// `XACK`: the number of entries that were pending; 0 also if the stream or the group doesn't exist.
public struct StreamAcknowledge: RedisCommand {
  private let key: String
  private let group: String
  private let ids: [RedisStreamID]

  /// - Parameter ids: not empty.
  public init(key: String, group: String, ids: [RedisStreamID]) {
    precondition(!ids.isEmpty, "XACK needs an id")
    self.key = key
    self.group = group
    self.ids = ids
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("XACK")
    encoder.append(key)
    encoder.append(group)
    for id in ids { encoder.append(id) }
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Int {
    Int(try reply.integer())
  }
}
