/// `XINFO GROUPS`. Refused with ``RedisError/isMissingKey`` if the stream doesn't exist.
public struct StreamGroups: RedisCommand {
  public struct Group: Hashable, Sendable {
    public let name: String
    public let consumerCount: Int
    public let pendingCount: Int
    public let lastDeliveredID: RedisStreamID
    /// `nil` if the server doesn't know, which is so after entries were deleted or the group was set to another id.
    public let readCount: Int?
    /// Entries that the group hasn't been given; `nil` if the server doesn't know. Some versions get it wrong.
    public let lag: Int?
  }

  private let key: String

  public init(key: String) {
    self.key = key
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("XINFO")
    encoder.append("GROUPS")
    encoder.append(key)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> [Group] {
    try reply.elements().decoded { group throws(RedisError) in
      let map = try group.map()
      return Group(
        name: try map.required("name").text(),
        consumerCount: Int(try map.required("consumers").integer()),
        pendingCount: Int(try map.required("pending").integer()),
        lastDeliveredID: try map.required("last-delivered-id").streamID(),
        readCount: try map["entries-read"]?.nonNull.map { value throws(RedisError) in Int(try value.integer()) },
        lag: try map["lag"]?.nonNull.map { value throws(RedisError) in Int(try value.integer()) }
      )
    }
  }
}

/// `XINFO CONSUMERS`. Refused with `NOGROUP` if the group doesn't exist.
public struct StreamConsumers: RedisCommand {
  public struct Consumer: Hashable, Sendable {
    public let name: String
    public let pendingCount: Int
    /// Since it last tried to read or claim anything.
    public let idle: Duration
    /// Since it last was given anything; `nil` if never, or from a server before 7.2.
    public let inactive: Duration?
  }

  private let key: String
  private let group: String

  public init(key: String, group: String) {
    self.key = key
    self.group = group
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("XINFO")
    encoder.append("CONSUMERS")
    encoder.append(key)
    encoder.append(group)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> [Consumer] {
    try reply.elements().decoded { consumer throws(RedisError) in
      let map = try consumer.map()
      let inactiveMilliseconds = try map["inactive"]?.integer() ?? -1
      return Consumer(
        name: try map.required("name").text(),
        pendingCount: Int(try map.required("pending").integer()),
        idle: .milliseconds(try map.required("idle").integer()),
        inactive: inactiveMilliseconds < 0 ? nil : .milliseconds(inactiveMilliseconds)
      )
    }
  }
}
