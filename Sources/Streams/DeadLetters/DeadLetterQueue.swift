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
  /// - Throws: the first failure; others may be buried by then.
  @discardableResult
  public func bury(_ burials: [Burial], at now: Timestamp) async throws(RedisError) -> [Outcome] {
    var outcomes: [Outcome] = []
    for result in await buryEach(burials, at: now) { outcomes.append(try result.get()) }
    return outcomes
  }

  /// Moves and acknowledges each entry in one atomic step, whatever becomes of the others.
  /// - Returns: what became of each, in order; a failure of one that the server refused, or whose answer didn't come.
  public func buryEach(_ burials: [Burial], at now: Timestamp) async -> [Result<Outcome, RedisError>] {
    let moves = burials.map { Move($0, group: group, consumer: consumer, at: now) }
    var answers = await perform(moves, isIndexed: false)
    var left: [StreamKey: [Int]] = [:]
    for index in moves.indices {
      if case .success(.indexMissing) = answers[index] { left[moves[index].entry.key, default: []].append(index) }
    }
    for (key, indices) in left {
      let again: [Result<Move.Answer, RedisError>]
      do throws(RedisError) {
        try await DeadLetterIndexRepair(key: key, redis: redis).run()
        again = await perform(indices.map { moves[$0] }, isIndexed: true)
      } catch {
        again = indices.map { _ in .failure(error) }
      }
      for (index, answer) in zip(indices, again) { answers[index] = answer }
    }
    return answers.map { $0.map(Outcome.init) }
  }

  /// Runs the moves: those that a script can hold in one round trip, the others one by one.
  private func perform(_ moves: [Move], isIndexed: Bool) async -> [Result<Move.Answer, RedisError>] {
    let small = moves.indices.filter { moves[$0].fitsScript }
    var answers: [Int: Result<Move.Answer, RedisError>] = [:]
    do throws(RedisError) {
      let inputs = small.map { moves[$0].input(isIndexed: isIndexed) }
      for (index, reply) in zip(small, try await redis.evaluate(Move.script, each: inputs)) {
        answers[index] = Move.Answer.result(of: reply)
      }
    } catch {
      for index in small { answers[index] = .failure(error) }
    }
    var all: [Result<Move.Answer, RedisError>] = []
    for (index, move) in moves.enumerated() {
      if let answer = answers[index] {
        all.append(answer)
      } else {
        all.append(await performAlone(move, isIndexed: isIndexed))
      }
    }
    return all
  }

  private func performAlone(_ move: Move, isIndexed: Bool) async -> Result<Move.Answer, RedisError> {
    do throws(RedisError) {
      let (letter, settled) = move.transaction(isIndexed: isIndexed)
      let (added, answer) = try await redis.transaction(letter, settled)
      _ = try added.get()
      return Move.Answer.result(of: answer)
    } catch {
      return .failure(error)
    }
  }

  private typealias Move = DeadLetterMove
}

extension DeadLetterQueue.Outcome {
  fileprivate init(_ answer: DeadLetterMove.Answer) {
    switch answer {
    case .buried: self = .buried
    case .known: self = .known
    case .notOwned: self = .notOwned
    case .indexMissing: preconditionFailure("a move with its index built doesn't wait for it")
    }
  }
}
