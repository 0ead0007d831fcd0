import Delivery
public import EventModel
public import RedisClient

/// Moves entries that can't be applied from one consumer's pending list to the dead letters of their stream.
///
/// Beside the letters lies an index, from an entry's id to its letter's: an entry that is delivered again, because its
/// group was made anew at the beginning of the stream, is known by it and makes no second letter.
public struct DeadLetterQueue: Sendable {
  private let group: ConsumerGroup
  private let consumer: String
  private let redis: RedisConnection

  /// - Parameter consumer: on whose behalf entries are moved; one that was claimed by another is left to that other.
  public init(group: ConsumerGroup, consumer: String, redis: RedisConnection) {
    self.group = group
    self.consumer = consumer
    self.redis = redis
  }

  /// An entry, and why it is given up.
  public struct Burial: Sendable {
    public let entry: DeliveredEntry
    public let refusal: Refusal

    public init(entry: DeliveredEntry, refusal: Refusal) {
      self.entry = entry
      self.refusal = refusal
    }
  }

  /// What became of a burial.
  public enum Outcome: Hashable, Sendable {
    /// The entry became a letter, and is acknowledged.
    case buried
    /// The entry had its letter already, and is acknowledged.
    case known
    /// The entry isn't pending for this consumer: another took it over, or settled it. Nothing was changed, and whoever
    /// was robbed must not acknowledge it.
    case notOwned
  }

  /// Moves and acknowledges each entry in one atomic step; doing it again changes nothing.
  /// - Returns: what became of each, in order.
  @discardableResult
  public func bury(_ burials: [Burial], at now: Timestamp) async throws(RedisError) -> [Outcome] {
    let moves = burials.map { Move($0, group: group, consumer: consumer, at: now) }
    var outcomes: [Outcome?] = []
    for answer in try await perform(moves, isIndexed: false) { outcomes.append(Outcome(answer)) }
    let left = moves.indices.filter { outcomes[$0] == nil }
    if left.isEmpty { return outcomes.compactMap(\.self) }
    for key in Set(left.map { moves[$0].entry.key }) { try await DeadLetterIndexRepair(key: key, redis: redis).run() }
    let answers = try await perform(left.map { moves[$0] }, isIndexed: true)
    for (index, answer) in zip(left, answers) { outcomes[index] = Outcome(answer) }
    return outcomes.compactMap(\.self)
  }

  /// Runs the moves: those that a script can hold in one round trip, the others one by one.
  private func perform(_ moves: [Move], isIndexed: Bool) async throws(RedisError) -> [Move.Answer] {
    var answers: [Int: RedisReply] = [:]
    let small = moves.indices.filter { moves[$0].fitsScript }
    if !small.isEmpty {
      _ = try await redis.send(ScriptLoad(Move.script))
      let results = try await redis.pipeline(small.map { moves[$0].command(isIndexed: isIndexed) })
      for (index, result) in zip(small, results) { answers[index] = try result.get() }
    }
    for index in moves.indices where answers[index] == nil {
      let (letter, settled) = moves[index].transaction(isIndexed: isIndexed)
      let (added, answer) = try await redis.transaction(letter, settled)
      _ = try added.get()
      answers[index] = try answer.get()
    }
    var decoded: [Move.Answer] = []
    for index in moves.indices {
      guard let answer = answers[index] else { preconditionFailure("every move was made") }
      decoded.append(try Move.Answer(answer))
    }
    return decoded
  }

  private typealias Move = DeadLetterMove
}

extension DeadLetterQueue.Outcome {
  /// `nil` where the move waits for its index.
  fileprivate init?(_ answer: DeadLetterMove.Answer) {
    switch answer {
    case .buried: self = .buried
    case .known: self = .known
    case .notOwned: self = .notOwned
    case .indexMissing: return nil
    }
  }
}
