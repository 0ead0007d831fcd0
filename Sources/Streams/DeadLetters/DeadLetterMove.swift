import Delivery
import EventModel
import RedisClient

/// One entry on its way to the dead letters: the commands that move it, in one atomic step.
struct DeadLetterMove {
  /// What the server answers.
  enum Answer: String {
    case buried
    case known
    case notOwned = "not_owned"
    /// There are letters and no index: nothing was changed, and the move is to be made again after the index was built.
    case indexMissing = "index_missing"

    static func result(of reply: Result<RedisReply, RedisError>) -> Result<Answer, RedisError> {
      do throws(RedisError) {
        guard let answer = Answer(rawValue: try reply.get().text()) else {
          throw RedisError(code: .unexpectedReply, message: "the script that buries answered what it never answers")
        }
        return .success(answer)
      } catch {
        return .failure(error)
      }
    }
  }

  let entry: DeliveredEntry
  private let group: ConsumerGroup
  private let consumer: String
  private let letter: [StreamField]

  init(_ burial: DeadLetterQueue.Burial, group: ConsumerGroup, consumer: String, at now: Timestamp) {
    entry = burial.entry
    self.group = group
    self.consumer = consumer
    letter = DeadLetter.fields(
      burying: entry.fields ?? [],
      of: entry.key.text,
      id: entry.id.description,
      refusal: burial.refusal,
      at: now,
      eventType: entry.key.eventType
    )
  }

  /// Whether ``input(isIndexed:)`` can carry it.
  var fitsScript: Bool { letter.count <= DeadLetterScript.fieldCountMax }

  /// What the script that moves it is given.
  /// - Parameter isIndexed: whether a missing index was built, or found to have nothing to hold.
  func input(isIndexed: Bool) -> RedisConnection.ScriptInput {
    RedisConnection.ScriptInput(
      keys: keys,
      arguments: arguments(isIndexed: isIndexed) + letter.flatMap { [$0.name, $0.value] }
    )
  }

  /// Moves an entry that has more fields than a script can add: the letter is added first, and a script in the same
  /// transaction takes it back or settles the entry. Nobody sees the state in between.
  func transaction(isIndexed: Bool) -> (letter: StreamAdd, settlement: Evaluate) {
    (
      StreamAdd(key: entry.key.deadLetterText, fields: letter.map(RedisField.init)),
      // By its source: a server that doesn't know a digest would leave the letter alone in the transaction.
      Evaluate(Self.settlement, keys: keys, arguments: arguments(isIndexed: isIndexed))
    )
  }

  private var keys: [String] { [entry.key.text, entry.key.deadLetterText, entry.key.deadLetterIndexText] }

  private func arguments(isIndexed: Bool) -> [[UInt8]] {
    [
      group.rawValue, consumer, entry.id.description, isIndexed ? "1" : "0",
      String(DeadLetter.strip(entry.fields ?? []).count * 2),
    ].map { Array($0.utf8) }
  }

  static let script = RedisScript(
    source: looks + """
      local letter = {unpack(ARGV, 6)}
      local state = look(letter)
      if state == 'free' then
        local added = redis.call('XADD', KEYS[2], '*', unpack(letter))
        redis.call('HSET', KEYS[3], ARGV[3], added)
        state = 'buried'
      end
      if state == 'buried' or state == 'known' then redis.call('XACK', KEYS[1], ARGV[1], ARGV[3]) end
      return state
      """
  )

  /// Runs right after the letter was added. The last letter is that one, unless the server refused to add it.
  private static let settlement = RedisScript(
    source: looks + """
      local added = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
      local index = redis.pcall('HGET', KEYS[3], ARGV[3])
      if not added or added[2][tonumber(ARGV[5]) + 4] ~= ARGV[3] or index == added[1] then
        return redis.error_reply('ERR the letter was not added')
      end
      local state = look(added[2], added[1])
      if state == 'free' then
        redis.call('HSET', KEYS[3], ARGV[3], added[1])
        state = 'buried'
      else
        redis.call('XDEL', KEYS[2], added[1])
      end
      if state == 'buried' or state == 'known' then redis.call('XACK', KEYS[1], ARGV[1], ARGV[3]) end
      return state
      """
  )

  /// Keys: the stream, its letters, their index. Arguments: the group, the consumer, the entry's id, whether the index is
  /// there, and how many values of the letter are the entry's own, which come first.
  ///
  /// Everything is read before anything is written, and a failure to read is an answer: a script isn't undone, and a wrong
  /// type must not be met half way. Without its group an entry is delivered again, and moved then.
  private static let looks = """
    local function failed(reply) return type(reply) == 'table' and reply.err end
    local function same(letter, other)
      local count = tonumber(ARGV[5])
      for i = 1, count do
        if letter[i] ~= other[i] then return false end
      end
      return letter[count + 1] == '_dlq_original_stream'
    end
    local function look(letter, added)
      local held = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1)
      if failed(held) and not string.find(held.err, 'NOGROUP', 1, true) then return held end
      local owner = held[1] and held[1][2]
      if owner and owner ~= ARGV[2] then return 'not_owned' end
      local count = redis.pcall('XLEN', KEYS[2])
      if failed(count) then return count end
      if added then count = count - 1 end
      if ARGV[4] == '0' and count > 0 and redis.call('EXISTS', KEYS[3]) == 0 then return 'index_missing' end
      local known = redis.pcall('HGET', KEYS[3], ARGV[3])
      if failed(known) then return known end
      if known then
        local found = redis.pcall('XRANGE', KEYS[2], known, known)
        if failed(found) then return found end
        if found[1] and same(found[1][2], letter) then return 'known' end
      end
      if not owner then return 'not_owned' end
      return 'free'
    end

    """
}

/// What the scripts over letters have in common.
enum DeadLetterScript {
  /// Lua hands at most 8,000 values to one call; a letter with more fields than this is added outside of the script.
  static let fieldCountMax = 3000
}
