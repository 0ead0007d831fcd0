import RedisClient

/// The scripts of ``EntryClaims``. Keys: the stream. Arguments: group, consumer, idle time in milliseconds, then entries.
enum EntryScript {
  /// Takes entries: id, the counter that the taker saw, the counter to write. Answers ids and fields; no fields where the
  /// entry is gone from the stream, which `XCLAIM` takes off the pending list.
  static let claim = RedisScript(
    source: """
      local taken = {}
      for i = 4, #ARGV, 3 do
        local held = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[i], ARGV[i], 1)[1]
        if held and held[3] >= tonumber(ARGV[3]) and held[4] == tonumber(ARGV[i + 1]) then
          local entry = redis.call(
            'XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[i], 'RETRYCOUNT', ARGV[i + 2])[1]
          taken[#taken + 1] = {ARGV[i], entry and entry[2] or false}
        end
      end
      return taken
      """
  )

  /// Touches entries that the consumer still owns: ids. Answers how many these are.
  static let renew = RedisScript(
    source: """
      local claim = {'XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0}
      for i = 4, #ARGV do
        if redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[i], ARGV[i], 1, ARGV[2])[1] then
          claim[#claim + 1] = ARGV[i]
        end
      end
      if #claim == 5 then return 0 end
      claim[#claim + 1] = 'JUSTID'
      return #redis.call(unpack(claim))
      """
  )

  /// Writes the counters of entries that the consumer still owns: id, counter.
  static let writeBack = RedisScript(
    source: """
      for i = 4, #ARGV, 2 do
        if redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[i], ARGV[i], 1, ARGV[2])[1] then
          redis.call(
            'XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[i], 'IDLE', ARGV[3], 'RETRYCOUNT', ARGV[i + 1], 'JUSTID')
        end
      end
      return 0
      """
  )
}
