public import Delivery
public import EventModel
public import RedisClient

/// What becomes of letters after a replay or by an operator's word. Each step is one atomic change of the letter, its index
/// and its stream, and does nothing where somebody else was faster.
public struct DeadLetterStore: Sendable {
  private let redis: RedisConnection

  public init(redis: RedisConnection) {
    self.redis = redis
  }

  /// What a discard took away.
  public enum Discard: Hashable, Sendable {
    /// The letter, and its entry in the stream: a group that is made again at 0 won't bring it back.
    case letterAndEntry
    /// The letter; the stream doesn't hold its entry any more.
    case letter
    /// Nothing: the letter was gone.
    case nothing
  }

  /// Builds the indexes of streams that have letters and no index.
  public func repairIndexes(of keys: [StreamKey]) async throws(RedisError) {
    for key in keys where try await redis.send(KeyExists(keys: [key.deadLetterIndexText])) == 0 {
      try await DeadLetterIndexRepair(key: key, redis: redis).run()
    }
  }

  /// Takes letters out whose events are applied.
  ///
  /// Where another replay gave a letter back meanwhile, under a new id, that one is taken out: its event is applied, whoever
  /// did it.
  /// - Returns: for each, whether it was there.
  @discardableResult
  public func remove(_ letters: [BuriedEntry]) async throws(RedisError) -> [Bool] {
    let removed = try await removeExactly(letters)
    for (letter, wasThere) in zip(letters, removed) where !wasThere {
      try await removeSuccessor(of: letter)
    }
    return removed
  }

  private func removeExactly(_ letters: [BuriedEntry]) async throws(RedisError) -> [Bool] {
    if letters.isEmpty { return [] }
    let commands = letters.map { letter in
      EvaluateCached(
        Self.removal,
        keys: [letter.key.deadLetterText, letter.key.deadLetterIndexText],
        arguments: [Array(letter.id.description.utf8), Array(letter.entryID.description.utf8)]
      )
    }
    _ = try await redis.send(ScriptLoad(Self.removal))
    var removed: [Bool] = []
    for result in try await redis.pipeline(commands) { removed.append(try result.get().integer() == 1) }
    return removed
  }

  /// Each round ends in the letter's removal, or finds it replaced once more by a replay that runs at the same time; the
  /// replays that run at once are few.
  private func removeSuccessor(of letter: BuriedEntry) async throws(RedisError) {
    for _ in 0..<Self.successionCountMax {
      let index = try await redis.send(
        HashGet(key: letter.key.deadLetterIndexText, field: letter.entryID.description)
      )
      guard let id = index.flatMap({ RedisStreamID(String(decoding: $0, as: UTF8.self)) }), id != letter.id else {
        return
      }
      let found = try await redis.send(
        StreamRange(key: letter.key.deadLetterText, from: .including(id), to: .including(id), count: 1)
      )
      guard let successor = found.first.map({ BuriedEntry(key: letter.key, letter: $0) }) else { continue }
      // The id may be another entry's by now, of a stream that was made anew.
      guard successor.content.original == letter.content.original else { return }
      if try await removeExactly([successor]) == [true] { return }
    }
  }

  private static let successionCountMax = 16

  /// Gives letters back that were refused or failed again: each is replaced by one that says so.
  /// - Returns: the id of each new letter; `nil` where the old one was gone.
  @discardableResult
  public func replace(
    _ returns: [(letter: BuriedEntry, refusal: Refusal)],
    at now: Timestamp
  ) async throws(RedisError) -> [RedisStreamID?] {
    let replacements = returns.map { DeadLetterReplacement($0.letter, refusal: $0.refusal, at: now) }
    var replies: [Int: RedisReply] = [:]
    let small = replacements.indices.filter { replacements[$0].fitsScript }
    if !small.isEmpty {
      _ = try await redis.send(ScriptLoad(DeadLetterReplacement.script))
      let results = try await redis.pipeline(small.map { replacements[$0].command })
      for (index, result) in zip(small, results) { replies[index] = try result.get() }
    }
    for index in replacements.indices where replies[index] == nil {
      let (letter, settled) = replacements[index].transaction
      let (added, reply) = try await redis.transaction(letter, settled)
      _ = try added.get()
      replies[index] = try reply.get()
    }
    return replacements.indices.map { index in
      guard case .string(let text)? = replies[index] else { return nil }
      return RedisStreamID(String(decoding: text, as: UTF8.self))
    }
  }

  /// Takes letters away for good, together with the entries that they were made of.
  public func discard(_ letters: [BuriedEntry]) async throws(RedisError) -> [Discard] {
    if letters.isEmpty { return [] }
    let commands = letters.map { letter in
      EvaluateCached(
        Self.discarding,
        keys: [letter.key.text, letter.key.deadLetterText, letter.key.deadLetterIndexText],
        arguments: [Array(letter.id.description.utf8), Array(letter.entryID.description.utf8)]
          + DeadLetter.fieldNames.map { Array($0.utf8) }
      )
    }
    _ = try await redis.send(ScriptLoad(Self.discarding))
    var discards: [Discard] = []
    for result in try await redis.pipeline(commands) {
      switch try result.get().integer() {
      case 0: discards.append(.nothing)
      case 1: discards.append(.letter)
      default: discards.append(.letterAndEntry)
      }
    }
    return discards
  }

  /// Puts letters back into their streams, each in one atomic step.
  /// - Returns: what became of each, in order.
  public func requeue(_ letters: [BuriedEntry]) async throws(RedisError) -> [Requeue] {
    let moves = letters.map(DeadLetterRequeue.init)
    var answers = moves.map { $0.fitsScript ? Requeue.gone : .tooManyFields }
    let fitting = moves.indices.filter { moves[$0].fitsScript }
    if fitting.isEmpty { return answers }
    _ = try await redis.send(ScriptLoad(DeadLetterRequeue.script))
    let results = try await redis.pipeline(fitting.map { moves[$0].command })
    for (index, result) in zip(fitting, results) where try result.get().integer() == 1 { answers[index] = .requeued }
    return answers
  }

  /// Keys: the letters, their index. Arguments: the letter's id, its entry's.
  private static let removal = RedisScript(
    source: """
      local indexed = redis.call('HGET', KEYS[2], ARGV[2])
      local count = redis.call('XDEL', KEYS[1], ARGV[1])
      if indexed == ARGV[1] then redis.call('HDEL', KEYS[2], ARGV[2]) end
      return count
      """
  )

  /// Keys: the stream, its letters, their index. Arguments: the letter's id, its entry's, the names of the fields that a
  /// letter adds. The entry goes only where it is still the one that the letter was made of: a stream that was made anew
  /// may have given its id to another.
  private static let discarding = RedisScript(
    source: """
      local letter = redis.call('XRANGE', KEYS[2], ARGV[1], ARGV[1])[1]
      if not letter then return 0 end
      local added = {}
      for i = 3, #ARGV do added[ARGV[i]] = true end
      local function own(fields)
        local kept = {}
        for i = 1, #fields, 2 do
          if not added[fields[i]] then
            kept[#kept + 1] = fields[i]
            kept[#kept + 1] = fields[i + 1]
          end
        end
        return kept
      end
      local function same(left, right)
        if #left ~= #right then return false end
        for i = 1, #left do
          if left[i] ~= right[i] then return false end
        end
        return true
      end
      local indexed = redis.call('HGET', KEYS[3], ARGV[2])
      local entry = redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[2])[1]
      local count = 1
      if entry and same(own(entry[2]), own(letter[2])) then count = 1 + redis.call('XDEL', KEYS[1], ARGV[2]) end
      if indexed == ARGV[1] then redis.call('HDEL', KEYS[3], ARGV[2]) end
      redis.call('XDEL', KEYS[2], ARGV[1])
      return count
      """
  )
}
