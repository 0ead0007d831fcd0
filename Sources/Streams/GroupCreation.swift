import Delivery
import RedisClient

/// Makes the group of a stream where it is missing, with the stream itself, and begins the count of its losses.
enum GroupCreation: Int64 {
  case existed = 0
  case created
  /// The group was there before, as the stream's losses tell.
  case createdAgain
  /// The key is no stream: nothing can be read from it.
  case otherType

  /// Makes the groups of many streams.
  /// - Returns: what became of each, in the order of the keys.
  static func run(
    for keys: [StreamKey],
    group: ConsumerGroup,
    over redis: RedisConnection
  ) async throws(RedisError) -> [GroupCreation] {
    if keys.isEmpty { return [] }
    let run = try await ServerRun.current(of: redis)
    var created: [GroupCreation] = []
    for result in try await script.run(for: keys, group: group, on: run, over: redis) {
      let reply = try result.get()
      guard let creation = GroupCreation(rawValue: try reply.integer()) else {
        throw RedisError(code: .unexpectedReply, message: "expected what became of a group, got another number")
      }
      created.append(creation)
    }
    return created
  }

  /// The group's count of read entries begins with those that are gone already: it is the distance from the first entry
  /// that ever was. Redis leaves it unknown where nobody says it. A foreign key in the place of the losses costs the
  /// count, and not the group.
  private static let script = StreamScript(
    """
    local kind = redis.call('TYPE', KEYS[1]).ok
    if kind ~= 'stream' and kind ~= 'none' then return 3 end
    if kind == 'stream' then
      for _, found in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
        if found[2] == ARGV[1] then return 0 end
      end
    end
    redis.call('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM')
    local info = {}
    local list = redis.call('XINFO', 'STREAM', KEYS[1])
    for index = 1, #list, 2 do info[list[index]] = list[index + 1] end
    local removed = info['entries-added'] - info.length
    redis.call('XGROUP', 'SETID', KEYS[1], ARGV[1], '0', 'ENTRIESREAD', removed)
    local field = ARGV[1] .. ':checked'
    local wasKnown = redis.pcall('HEXISTS', KEYS[2], field) == 1
    redis.pcall('HSET', KEYS[2], field,
      string.format('%s 0-0 %s %.0f %.0f %.0f', ARGV[2], info['max-deleted-entry-id'], info['entries-added'], removed,
        info.length))
    return wasKnown and 2 or 1
    """
  )
}
