import RedisClient

/// The scripts of ``EntryClaims``. Keys: the stream. Arguments: group, consumer, idle time in milliseconds, then entries.
enum EntryScript {
  /// Takes entries until their fields are as many bytes as may be taken: before the entries that number, then id, the
  /// counter that the taker saw, the counter to write. Answers ids and fields, and how many entries were looked at; no
  /// fields where the entry is gone from the stream, which `XCLAIM` takes off the pending list.
  static let claim = RedisScript(
    source: """
      local taken, count, room = {}, 0, tonumber(ARGV[4])
      for i = 5, #ARGV, 3 do
        if room <= 0 then break end
        count = count + 1
        local held = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[i], ARGV[i], 1)[1]
        if held and held[3] >= tonumber(ARGV[3]) and held[4] == tonumber(ARGV[i + 1]) then
          local entry = redis.call(
            'XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[i], 'RETRYCOUNT', ARGV[i + 2])[1]
          taken[#taken + 1] = {ARGV[i], entry and entry[2] or false}
          if entry then
            for _, text in ipairs(entry[2]) do room = room - #text end
          end
        end
      end
      return {taken, count}
      """
  )

  /// Touches entries that the consumer still owns: ids. Answers how many these are.
  ///
  /// `XCLAIM` takes an entry that is gone from the stream off the pending list; its owner still holds it in memory, and
  /// may only bury what is pending for it. So it isn't touched: it grows idle, and nothing else happens to it.
  static let renew = RedisScript(
    source: """
      local claim = {'XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0}
      for i = 4, #ARGV do
        if redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[i], ARGV[i], 1, ARGV[2])[1]
          and redis.call('XRANGE', KEYS[1], ARGV[i], ARGV[i])[1] then
          claim[#claim + 1] = ARGV[i]
        end
      end
      if #claim == 5 then return 0 end
      claim[#claim + 1] = 'JUSTID'
      return #redis.call(unpack(claim))
      """
  )

  /// Writes the counters of entries that the consumer still owns: id, counter. Answers the id and the counter of each of
  /// these; one that is gone from the stream keeps the counter that it had. Without the group nobody owns anything.
  static let writeBack = RedisScript(
    source: """
      local owned = {}
      for i = 4, #ARGV, 2 do
        local held = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[i], ARGV[i], 1, ARGV[2])
        if held.err and not string.find(held.err, 'NOGROUP', 1, true)
          and not string.find(held.err, 'WRONGTYPE', 1, true) then
          return held
        end
        if held[1] then
          local count = held[1][4]
          if redis.call('XRANGE', KEYS[1], ARGV[i], ARGV[i])[1] then
            count = tonumber(ARGV[i + 1])
            redis.call(
              'XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[i], 'IDLE', ARGV[3], 'RETRYCOUNT', count, 'JUSTID')
          end
          owned[#owned + 1] = {ARGV[i], count}
        end
      end
      return owned
      """
  )
}
