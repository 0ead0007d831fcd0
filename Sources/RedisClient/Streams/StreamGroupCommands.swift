/// Where a group begins or continues.
public enum StreamGroupPosition: Hashable, Sendable {
  /// After this id; ``RedisStreamID/minimum`` begins with the first entry.
  case after(RedisStreamID)
  /// After the last entry: `$`.
  case end
}

/// `XGROUP CREATE`: whether the group was created; `false` if it exists already (`BUSYGROUP`), and then it is unchanged.
public struct StreamGroupCreate: RedisCommand {
  private let key: String
  private let group: String
  private let position: StreamGroupPosition
  private let createsStream: Bool

  /// - Parameter createsStream: whether a stream that doesn't exist is made (`MKSTREAM`) or refuses the command.
  public init(
    key: String,
    group: String,
    position: StreamGroupPosition = .after(.minimum),
    createsStream: Bool = true
  ) {
    self.key = key
    self.group = group
    self.position = position
    self.createsStream = createsStream
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("XGROUP")
    encoder.append("CREATE")
    encoder.append(key)
    encoder.append(group)
    encoder.append(position)
    if createsStream { encoder.append("MKSTREAM") }
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Bool {
    if case .error(let error) = reply, error.code == .server("BUSYGROUP") { return false }
    try reply.expectOK()
    return true
  }
}

/// `XGROUP DESTROY`: whether the group existed.
public struct StreamGroupDestroy: RedisCommand {
  private let key: String
  private let group: String

  public init(key: String, group: String) {
    self.key = key
    self.group = group
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("XGROUP")
    encoder.append("DESTROY")
    encoder.append(key)
    encoder.append(group)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Bool {
    try reply.integer() != 0
  }
}

/// `XGROUP SETID`: moves a group. What is pending stays so.
public struct StreamGroupSetID: RedisCommand {
  private let key: String
  private let group: String
  private let position: StreamGroupPosition

  public init(key: String, group: String, position: StreamGroupPosition) {
    self.key = key
    self.group = group
    self.position = position
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("XGROUP")
    encoder.append("SETID")
    encoder.append(key)
    encoder.append(group)
    encoder.append(position)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) {
    try reply.expectOK()
  }
}

extension RedisCommandEncoder {
  fileprivate mutating func append(_ position: StreamGroupPosition) {
    switch position {
    case .after(let id): append(id)
    case .end: append("$")
    }
  }
}
