import Delivery
import EventModel
import RedisClient

/// A letter on its way back into its stream, where the group takes it like every other entry.
///
/// What it was given up for goes along in the letter's own fields, so that a letter that comes back again has its count
/// and its history.
struct DeadLetterRequeue {
  private let letter: BuriedEntry
  private let fields: [StreamField]

  init(_ letter: BuriedEntry) {
    self.letter = letter
    fields = letter.content.requeued
  }

  /// Whether the script can carry it.
  var fitsScript: Bool { fields.count <= DeadLetterScript.fieldCountMax }

  var command: EvaluateCached {
    EvaluateCached(
      Self.script,
      keys: [letter.key.text, letter.key.deadLetterText, letter.key.deadLetterIndexText],
      arguments: [
        Array(letter.id.description.utf8), Array(letter.entryID.description.utf8),
        Array(String(letter.content.original.count * 2).utf8),
      ] + fields.flatMap { [$0.name, $0.value] }
    )
  }

  /// The entry that was given up leaves its stream as the new one enters it: one event in it once. An entry of the same id
  /// in a stream that was made anew is another one, and stays.
  static let script = RedisScript(
    source: """
      local letter = redis.call('XRANGE', KEYS[2], ARGV[1], ARGV[1])[1]
      if not letter then return 0 end
      local indexed = redis.call('HGET', KEYS[3], ARGV[2])
      local entry = redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[2])[1]
      local count = tonumber(ARGV[3])
      local same = entry and (#entry[2] == count or string.sub(entry[2][count + 1], 1, 5) == '_dlq_')
      for i = 1, count do
        if not same or entry[2][i] ~= ARGV[3 + i] then same = false end
      end
      redis.call('XADD', KEYS[1], '*', unpack(ARGV, 4))
      if same then redis.call('XDEL', KEYS[1], ARGV[2]) end
      if indexed == ARGV[1] then redis.call('HDEL', KEYS[3], ARGV[2]) end
      redis.call('XDEL', KEYS[2], ARGV[1])
      return 1
      """
  )
}

extension DeadLetterStore {
  /// What became of a letter that was to go back into its stream.
  public enum Requeue: Hashable, Sendable {
    case requeued
    /// Somebody else had settled it.
    case gone
    /// It has more fields than one step can carry; `outcome-worker --replay-dlq` can.
    case tooManyFields
  }
}
