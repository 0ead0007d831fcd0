public import Delivery
public import EventModel
public import RedisClient

/// How far a group is behind on one stream.
public struct StreamBacklog: Sendable {
  public let key: StreamKey
  /// Entries in the stream, read or not.
  public let length: Int
  /// Entries that the group hasn't been given; `nil` where it isn't known, which is never the same as none. It is known
  /// where the group is at an end of the stream, where fewer than a thousand wait, and where a census has followed the
  /// group since the server started.
  public let unreadCount: Int?
  /// Entries that were given out and aren't acknowledged.
  public let pendingCount: Int
  /// The oldest entry that waits, unread or pending.
  public let oldestWaiting: RedisStreamID?
  public let deadLetterCount: Int
  /// Entries that were removed before the group had been given them, as far as the census has found them.
  public let lostCount: Int

  /// Whether nothing waits, for certain.
  public var isDrained: Bool { unreadCount == 0 && pendingCount == 0 }

  /// When the oldest entry came that waits, by the time in its id; `nil` where none does.
  public var oldestWaitingSince: Timestamp? { oldestWaiting.map { Timestamp($0) } }
}

extension StreamBacklog {
  /// Looks at a stream; `nil` where it, or its group, doesn't exist.
  public init?(of key: StreamKey, group: ConsumerGroup, redis: RedisConnection) async throws(RedisError) {
    guard let backlog = try await Self.load(of: [key], group: group, redis: redis)[key] else { return nil }
    self = backlog
  }

  /// Looks at many streams, hundreds in a round trip. None of their entries is sent, and no server is held up for longer
  /// than one stream takes.
  /// - Returns: without the streams that don't exist, have no such group, or are keys of another type.
  public static func load(
    of keys: [StreamKey],
    group: ConsumerGroup,
    redis: RedisConnection
  ) async throws(RedisError) -> [StreamKey: StreamBacklog] {
    if keys.isEmpty { return [:] }
    let run = try await ServerRun.current(of: redis)
    var backlogs: [StreamKey: StreamBacklog] = [:]
    for (key, result) in zip(keys, try await script.run(for: keys, group: group, on: run, over: redis)) {
      if let reply = try result.get().nonNull { backlogs[key] = try StreamBacklog(key, reply) }
    }
    return backlogs
  }

  private init(_ key: StreamKey, _ reply: RedisReply) throws(RedisError) {
    let parts = try reply.elements()
    guard parts.count == 7 else {
      throw RedisError(code: .unexpectedReply, message: "expected seven values of a backlog, got \(parts.count)")
    }
    self.key = key
    length = Int(try parts[0].integer())
    unreadCount = try parts[1].nonNull.map { reply throws(RedisError) in Int(try reply.integer()) }
    pendingCount = Int(try parts[2].integer())
    let unread = RedisStreamID(try parts[3].text())
    let pending = RedisStreamID(try parts[4].text())
    oldestWaiting = [unread, pending].compactMap(\.self).min()
    deadLetterCount = Int(try parts[5].integer())
    lostCount = Int(try parts[6].integer())
  }

  /// A foreign key in the place of the dead letters or the losses counts as none of them.
  private static let script = StreamScript(
    StreamPositionScript.lua + """
      local position = look()
      if not position then return false end
      local oldest = ''
      if position.unread ~= 0 then
        local page = redis.call('XRANGE', KEYS[1], '(' .. position.delivered, '+', 'COUNT', 1)
        if page[1] then oldest = page[1][1] end
      end
      local pending = ''
      if position.pending > 0 then pending = redis.call('XPENDING', KEYS[1], ARGV[1])[2] end
      local letters = redis.pcall('XLEN', KEYS[3])
      if type(letters) ~= 'number' then letters = 0 end
      local lost = redis.pcall('HGET', KEYS[2], ARGV[1])
      return {
        position.length, position.unread or false, position.pending, oldest, pending, letters,
        tonumber(type(lost) == 'string' and lost or 0)
      }
      """
  )
}

extension Timestamp {
  /// The time in a stream entry's id. Producers may choose ids: what lies beyond all times is the last one.
  public init(_ id: RedisStreamID) {
    let milliseconds = Int64(clamping: id.milliseconds)
    let (microseconds, overflows) = milliseconds.multipliedReportingOverflow(by: 1000)
    self.init(microseconds: overflows ? .max : microseconds)
  }
}
