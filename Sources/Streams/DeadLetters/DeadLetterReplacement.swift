import Delivery
import EventModel
import RedisClient

/// A letter that comes back from a replay, on its way to take the old one's place in one atomic step.
struct DeadLetterReplacement {
  private let old: BuriedEntry
  private let fields: [StreamField]

  init(_ old: BuriedEntry, refusal: Refusal, at now: Timestamp) {
    self.old = old
    fields = old.content.returned(
      to: old.key.text,
      id: old.entryID.description,
      refusal: refusal,
      at: now,
      eventType: old.key.eventType
    )
  }

  /// A letter of the same failure with other fields of its entry.
  /// - Parameter added: the old letter's fields, of which those are taken that a letter adds.
  init(_ old: BuriedEntry, original: [StreamField], added: [StreamField]) {
    self.old = old
    let own = Set(DeadLetter.fieldNames.map { Array($0.utf8) })
    fields = original + added.filter { own.contains($0.name) }
  }

  /// Whether ``command`` can carry it.
  var fitsScript: Bool { fields.count <= DeadLetterScript.fieldCountMax }

  /// Replaces it by a script.
  var command: EvaluateCached {
    EvaluateCached(Self.script, keys: keys, arguments: allArguments)
  }

  /// What ``script`` is given.
  var allArguments: [[UInt8]] { arguments + fields.flatMap { [$0.name, $0.value] } }

  /// Replaces a letter that has more fields than a script can add: see ``DeadLetterMove/transaction(isIndexed:)``.
  var transaction: (letter: StreamAdd, settlement: Evaluate) {
    (
      StreamAdd(key: old.key.deadLetterText, fields: fields.map(RedisField.init)),
      Evaluate(Self.settlement, keys: keys, arguments: arguments)
    )
  }

  var keys: [String] { [old.key.deadLetterText, old.key.deadLetterIndexText] }

  private var arguments: [[UInt8]] {
    [old.id.description, old.entryID.description, String(old.content.original.count * 2)].map { Array($0.utf8) }
  }

  static let script = RedisScript(
    source: """
      local indexed = redis.call('HGET', KEYS[2], ARGV[2])
      if #redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1]) == 0 then return false end
      local added = redis.call('XADD', KEYS[1], '*', unpack(ARGV, 4))

      """ + succession
  )

  /// Runs right after the letter was added. The last letter is that one, unless the server refused to add it.
  private static let settlement = RedisScript(
    source: """
      local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
      local indexed = redis.pcall('HGET', KEYS[2], ARGV[2])
      if not last or last[1] == ARGV[1] or last[1] == indexed or last[2][tonumber(ARGV[3]) + 4] ~= ARGV[2] then
        return redis.error_reply('ERR the letter was not added')
      end
      local added = last[1]
      local failed = type(indexed) == 'table'
      if failed or #redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1]) == 0 then
        redis.call('XDEL', KEYS[1], added)
        return failed and indexed or false
      end

      """ + succession
  )

  /// Keys: the letters, their index. Arguments: the old letter's id, its entry's, and how many values of the letter are the
  /// entry's own. A missing index isn't begun here: it would know one letter and hide that it doesn't know the others.
  private static let succession = """
    if indexed == ARGV[1] or (not indexed and redis.call('EXISTS', KEYS[2]) == 1) then
      redis.call('HSET', KEYS[2], ARGV[2], added)
    end
    redis.call('XDEL', KEYS[1], ARGV[1])
    return added
    """
}
