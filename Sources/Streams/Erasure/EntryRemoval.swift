import Delivery
import RedisClient

/// Takes entries out of their stream in one atomic step: off the pending list of every group, and then out of the stream.
enum EntryRemoval {
  /// A script holds up the server while it runs, and Lua hands a few thousand values to one call at most.
  private static let countMax = 1000

  /// - Returns: how many were there.
  @discardableResult
  static func remove(
    _ ids: [RedisStreamID],
    from key: StreamKey,
    over redis: RedisConnection
  ) async throws(RedisError) -> Int {
    var count = 0
    for start in stride(from: 0, to: ids.count, by: countMax) {
      let part = ids[start..<min(start + countMax, ids.count)]
      let reply = try await redis.evaluate(
        removal,
        keys: [key.text],
        arguments: part.map { Array($0.description.utf8) }
      )
      count += Int(try reply.integer())
    }
    return count
  }

  /// Takes letters out, with what the index knows of them.
  /// - Parameter letters: the letter's id, and its entry's.
  /// - Returns: how many were there.
  static func removeLetters(
    _ letters: [(id: RedisStreamID, entryID: RedisStreamID)],
    of key: StreamKey,
    over redis: RedisConnection
  ) async throws(RedisError) -> Int {
    if letters.isEmpty { return 0 }
    let reply = try await redis.evaluate(
      letterRemoval,
      keys: [key.deadLetterText, key.deadLetterIndexText],
      arguments: letters.flatMap { [Array($0.id.description.utf8), Array($0.entryID.description.utf8)] }
    )
    return Int(try reply.integer())
  }

  /// Puts another entry in the place of one that a group has still to handle, at the end of the stream; one that it has
  /// handled goes.
  /// - Returns: whether the entry was there.
  static func replace(
    _ id: RedisStreamID,
    of key: StreamKey,
    by fields: [RedisField],
    for group: ConsumerGroup,
    over redis: RedisConnection
  ) async throws(RedisError) -> Bool {
    let reply = try await redis.evaluate(
      replacement,
      keys: [key.text],
      arguments: [Array(group.rawValue.utf8), Array(id.description.utf8)] + fields.flatMap { [$0.name, $0.value] }
    )
    return try reply.integer() == 1
  }

  private static let groups = """
    local groups = redis.pcall('XINFO', 'GROUPS', KEYS[1])
    if groups.err then
      if string.find(groups.err, 'no such key', 1, true) then return 0 end
      return groups
    end

    """

  /// Keys: the stream. Arguments: ids.
  private static let removal = RedisScript(
    source: groups + """
      for _, group in ipairs(groups) do redis.call('XACK', KEYS[1], group[2], unpack(ARGV)) end
      return redis.call('XDEL', KEYS[1], unpack(ARGV))
      """
  )

  /// Keys: the letters, their index. Arguments: the letter's id, its entry's, and so on.
  private static let letterRemoval = RedisScript(
    source: """
      local count = 0
      for i = 1, #ARGV, 2 do
        if redis.call('HGET', KEYS[2], ARGV[i + 1]) == ARGV[i] then redis.call('HDEL', KEYS[2], ARGV[i + 1]) end
        count = count + redis.call('XDEL', KEYS[1], ARGV[i])
      end
      return count
      """
  )

  /// Keys: the stream. Arguments: the group, the id, fields. What the group was never given lies behind its last id:
  /// the range from the one to the other is empty then. Redis compares ids; numbers of Lua are too small for them.
  private static let replacement = RedisScript(
    source: groups + """
      if not redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[2])[1] then return 0 end
      local isOpen = true
      for _, group in ipairs(groups) do
        local named = {}
        for i = 1, #group, 2 do named[group[i]] = group[i + 1] end
        if named.name == ARGV[1] then
          local given = redis.call('XRANGE', KEYS[1], ARGV[2], named['last-delivered-id'], 'COUNT', 1)[1]
          isOpen = not given or redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[2], ARGV[2], 1)[1] ~= nil
        end
      end
      if isOpen then redis.call('XADD', KEYS[1], '*', unpack(ARGV, 3)) end
      for _, group in ipairs(groups) do redis.call('XACK', KEYS[1], group[2], ARGV[2]) end
      redis.call('XDEL', KEYS[1], ARGV[2])
      return 1
      """
  )
}
