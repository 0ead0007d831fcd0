import Delivery
import EventModel
import RedisClient

/// Entries that are applied, on their way out of the pending list.
///
/// A letter of an applied entry goes in the same atomic step: it was buried by whoever took it from a worker that was only
/// slow, or before its cause healed and its group was made anew. An entry is applied or dead, never both.
struct EntryAcknowledgement {
  let key: StreamKey
  let group: ConsumerGroup
  let ids: [RedisStreamID]

  /// For a server that knows the script.
  var command: EvaluateCached {
    EvaluateCached(Self.script, keys: input.keys, arguments: input.arguments)
  }

  var input: RedisConnection.ScriptInput {
    RedisConnection.ScriptInput(
      keys: [key.text, key.deadLetterText, key.deadLetterIndexText],
      arguments: [Array(group.rawValue.utf8)] + ids.map { Array($0.description.utf8) }
    )
  }

  private static let ownFields = DeadLetter.fieldNames
    .map { "['\($0)']=1" }
    .sorted()
    .joined(separator: ",")

  /// How many letters were withdrawn.
  static func decode(_ reply: RedisReply) throws(RedisError) -> Int {
    Int(try reply.integer())
  }

  /// Keys: the stream, its letters, their index. Arguments: the group, ids. The index may name a letter of another entry
  /// with the same id, of a stream that was removed and begun anew: contents are compared, without what a producer named
  /// like a letter's own fields, which a letter doesn't carry. What can't be read is left to a
  /// replay, which finds the event recorded.
  static let script = RedisScript(
    source: """
      for i = 2, #ARGV, 4000 do
        redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, i, math.min(i + 3999, #ARGV)))
      end
      if redis.call('EXISTS', KEYS[3]) == 0 then return 0 end
      local function only(key, id)
        local found = redis.pcall('XRANGE', key, id, id)
        return not found.err and found[1] and found[1][2]
      end
      local own = {\(ownFields)}
      local function isLetter(letter, entry)
        local count = 0
        for i = 1, #entry, 2 do
          if not own[entry[i]] then
            if letter[count + 1] ~= entry[i] or letter[count + 2] ~= entry[i + 1] then return false end
            count = count + 2
          end
        end
        return letter[count + 1] == '\(DeadLetter.originalStreamField)'
      end
      local withdrawn = 0
      for i = 2, #ARGV do
        local id = redis.pcall('HGET', KEYS[3], ARGV[i])
        if type(id) == 'string' then
          local entry, letter = only(KEYS[1], ARGV[i]), only(KEYS[2], id)
          if entry and letter and isLetter(letter, entry) then
            redis.call('XDEL', KEYS[2], id)
            redis.call('HDEL', KEYS[3], ARGV[i])
            withdrawn = withdrawn + 1
          end
        end
      end
      return withdrawn
      """
  )
}
