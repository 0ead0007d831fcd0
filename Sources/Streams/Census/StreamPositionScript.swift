/// Lua that finds where a group stands in its stream: the part that the scripts about streams share.
///
/// How many entries a group hasn't been given is not to be had from Redis. Its `lag` counts what was trimmed unread as
/// waiting; after a restart, and after a failover, it is wrong (7.0.15 replays reads without counting them); after an
/// unread entry was deleted it is missing. So `lag` is never used, and the group's own counter only where nothing can
/// have gone wrong with it since a look that found it right.
///
/// That look, the last one of the census, is kept in the field `<group>:checked` of the stream's losses: the server's
/// run, the group's last delivered id, the greatest id that was deleted (`XDEL`), the entries ever added, those of them
/// that were removed, and the unread ones.
enum StreamPositionScript {
  /// Defines `look()`, which returns `nil` where there is no stream or no group. Otherwise the position has
  /// - `unread`: exact; `nil` where it isn't known,
  /// - `lost`: entries that were removed unread since the last look; `nil` where it isn't known,
  /// - `lostMax`: where it isn't known, how many they can be at most.
  static let lua = """
    local function named(list)
      local map = {}
      for index = 1, #list, 2 do map[list[index]] = list[index + 1] end
      return map
    end

    -- Numbers of Lua are too small for ids: digits are compared as text.
    local function isAfter(left, right)
      local leftTime, leftNumber = string.match(left, '^(%d+)-(%d+)$')
      local rightTime, rightNumber = string.match(right, '^(%d+)-(%d+)$')
      if leftTime == rightTime then leftTime, rightTime = leftNumber, rightNumber end
      if #leftTime ~= #rightTime then return #leftTime > #rightTime end
      return leftTime > rightTime
    end

    -- Counts what lies after an id, in steps, as long as it is little.
    local function count(after)
      local total, bytes = 0, 0
      for _ = 1, 10 do
        local page = redis.call('XRANGE', KEYS[1], '(' .. after, '+', 'COUNT', 100)
        total = total + #page
        if #page < 100 then return total end
        for _, entry in ipairs(page) do
          for _, text in ipairs(entry[2]) do bytes = bytes + #text end
        end
        if bytes > 1048576 then return nil end
        after = page[#page][1]
      end
      return nil
    end

    -- What the last look saw; nil where it speaks of another group, or of a stream that was made anew.
    local function lastLook(position)
      local text = redis.pcall('HGET', KEYS[2], ARGV[1] .. ':checked')
      if type(text) ~= 'string' then return nil end
      local run, delivered, deleted, added, removed, unread = string.match(text, '^(%x+) (%d+-%d+) (%d+-%d+) (%d+) (%d+) (%d+)$')
      if not run then return nil end
      local last = {
        text = text, run = run, delivered = delivered, added = tonumber(added), removed = tonumber(removed),
        unread = tonumber(unread)
      }
      if isAfter(last.delivered, position.delivered) or last.added > position.added
        or last.removed > position.removed then return nil end
      -- Redis counts each entry that it gives, but forgets the count when its process ends, and guesses anew when it
      -- gives entries before a deleted one.
      last.isCounted = last.run == ARGV[2] and not isAfter(deleted, last.delivered)
        and position.read and position.read >= last.added - last.unread
      -- Trimming removes from the old end: what was unread then is untouched where something older is left.
      last.isIntact = position.removed == last.removed
        or position.first and not isAfter(position.first, last.delivered)
          and not isAfter(position.deleted, last.delivered)
      return last
    end

    local function unread(position, last)
      if position.length == 0 or not isAfter(position.last, position.delivered) then return 0 end
      if isAfter(position.first, position.delivered) then return position.length end
      if last and last.isCounted and last.isIntact then return position.added - position.read end
      return count(position.delivered)
    end

    local function losses(position, last)
      if not last or not position.unread then return nil, 0 end
      local removed = position.removed - last.removed
      if last.isIntact or position.first and not isAfter(position.first, last.delivered) then return 0, 0 end
      local expected = last.unread + position.added - last.added
      local missing = math.max(0, math.min(expected - position.unread, removed))
      if last.isCounted then
        return math.max(0, math.min(position.added - position.read - position.unread, removed)), 0
      end
      if position.delivered == last.delivered or missing == 0 then return missing, 0 end
      return nil, missing
    end

    local function look()
      local info = redis.pcall('XINFO', 'STREAM', KEYS[1])
      if info.err then return nil end
      info = named(info)
      local position
      local groups = {}
      for _, list in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
        local group = named(list)
        table.insert(groups, group)
        if group.name == ARGV[1] then
          position = {
            length = info.length, added = info['entries-added'], removed = info['entries-added'] - info.length,
            first = info['first-entry'] and info['first-entry'][1],
            last = info['last-entry'] and info['last-entry'][1],
            deleted = info['max-deleted-entry-id'], delivered = group['last-delivered-id'],
            read = group['entries-read'], pending = group.pending
          }
        end
      end
      if not position then return nil end
      position.groups = groups
      position.checked = lastLook(position)
      position.unread = unread(position, position.checked)
      position.lost, position.lostMax = losses(position, position.checked)
      return position
    end

    """
}
