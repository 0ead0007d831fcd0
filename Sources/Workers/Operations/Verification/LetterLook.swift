import Delivery
import EventModel
import RedisClient

/// What the dead letters of a stream say of entries and of letters, each answered in one step of the server: a letter that
/// a replay replaces meanwhile is seen before or after it, never in between.
struct LetterLook {
  /// Ids that one script asks for: a bound on how long the server serves nobody else.
  private static let idCountMax = 100

  let key: StreamKey
  let redis: RedisConnection

  private var keys: [String] { [key.deadLetterText, key.deadLetterIndexText] }

  /// What the index says of an entry.
  enum EntryState: Int64 {
    case unknown = 0
    case buried = 1
    /// The index names a letter that doesn't exist.
    case dangling = 2
  }

  /// What the index says of some entries, in their order.
  func states(ofEntries ids: [String]) async throws(RedisError) -> [EntryState] {
    try await ask(Self.entryScript, ids.map { [$0] }).map { EntryState(rawValue: $0) ?? .unknown }
  }

  /// How a letter stands.
  enum LetterState: Int64 {
    /// It was removed or replaced meanwhile.
    case gone = 0
    case indexed = 1
    /// There is no index at all.
    case withoutIndex = 2
    /// The index doesn't know its entry, or leads nowhere.
    case unindexed = 3
    /// The index names another letter with the same content.
    case doubled = 4
    /// The index names a letter of another entry with the same id: the stream was removed and begun anew between the two.
    case earlier = 5
  }

  /// How some letters stand, in their order.
  func states(
    ofLetters letters: [(letter: RedisStreamID, entry: RedisStreamID)]
  ) async throws(RedisError) -> [LetterState] {
    let pairs = letters.map { ["\($0.letter)", "\($0.entry)"] }
    return try await ask(Self.letterScript, pairs).map { LetterState(rawValue: $0) ?? .gone }
  }

  private func ask(_ script: RedisScript, _ items: [[String]]) async throws(RedisError) -> [Int64] {
    var answers: [Int64] = []
    answers.reserveCapacity(items.count)
    for start in stride(from: 0, to: items.count, by: Self.idCountMax) {
      let part = items[start..<min(start + Self.idCountMax, items.count)]
      let reply = try await redis.evaluate(script, keys: keys, arguments: part.flatMap(\.self).map { Array($0.utf8) })
      for answer in try reply.elements() { answers.append(try answer.integer()) }
    }
    guard answers.count == items.count else {
      throw RedisError(
        code: .unexpectedReply,
        message: "the script that looks for letters answered what it never answers"
      )
    }
    return answers
  }

  private static let entryScript = RedisScript(
    source: """
      local answers = {}
      for i, entry in ipairs(ARGV) do
        local letter = redis.call('HGET', KEYS[2], entry)
        if not letter then
          answers[i] = 0
        else
          local found = redis.pcall('XRANGE', KEYS[1], letter, letter)
          answers[i] = (found.err or #found == 0) and 2 or 1
        end
      end
      return answers
      """
  )

  private static let letterScript = RedisScript(
    source: """
      local function same(own, other)
        for i = 1, #own do
          if i % 2 == 1 and own[i] == '_dlq_original_stream' then return other[i] == own[i] end
          if own[i] ~= other[i] then return false end
        end
        return #own == #other
      end
      local function state(letter, entry)
        local known = redis.call('HGET', KEYS[2], entry)
        if known == letter then return 1 end
        local own = redis.call('XRANGE', KEYS[1], letter, letter)[1]
        if not own then return 0 end
        if not known then return redis.call('EXISTS', KEYS[2]) == 0 and 2 or 3 end
        local other = redis.pcall('XRANGE', KEYS[1], known, known)
        if other.err or #other == 0 then return 3 end
        return same(own[2], other[1][2]) and 4 or 5
      end
      local answers = {}
      for i = 1, #ARGV, 2 do answers[#answers + 1] = state(ARGV[i], ARGV[i + 1]) end
      return answers
      """
  )
}
