import Delivery
public import EventModel
public import RedisClient

/// Moves entries that can't be applied to the dead letters of their stream.
public struct DeadLetterQueue: Sendable {
  private let group: ConsumerGroup
  private let redis: RedisConnection

  public init(group: ConsumerGroup, redis: RedisConnection) {
    self.group = group
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

  /// Moves and acknowledges each entry in one atomic step; doing it again changes nothing.
  public func bury(_ burials: [Burial], at now: Timestamp) async throws(RedisError) {
    var moves: [EvaluateCached] = []
    for burial in burials {
      let entry = burial.entry
      let letter = DeadLetter.fields(
        original: entry.fields ?? [],
        stream: entry.key.text,
        id: entry.id.description,
        refusal: burial.refusal,
        retryCount: 0,
        at: now,
        eventType: entry.key.eventType
      )
      if letter.count <= Self.scriptFieldCountMax {
        moves.append(
          EvaluateCached(
            Self.move,
            keys: [entry.key.text, entry.key.deadLetterText],
            arguments: [Array(group.rawValue.utf8), Array(entry.id.description.utf8)]
              + letter.flatMap { [$0.name, $0.value] }
          )
        )
      } else {
        try await move(entry, as: letter)
      }
    }
    try await run(moves)
  }

  /// Runs scripts in one round trip; a server that doesn't know the script is taught it first.
  private func run(_ moves: [EvaluateCached]) async throws(RedisError) {
    if moves.isEmpty { return }
    _ = try await redis.send(ScriptLoad(Self.move))
    for result in try await redis.pipeline(moves) { _ = try result.get().success() }
  }

  /// Moves without the script, step by step: the letter first, so that nothing is lost between the steps. Whoever finds
  /// that another was faster takes the own letter back; a crash between the steps leaves a second letter.
  private func move(_ entry: DeliveredEntry, as letter: [StreamField]) async throws(RedisError) {
    do throws(RedisError) {
      let held = try await redis.send(
        StreamPendingEntries(
          key: entry.key.text,
          group: group.rawValue,
          from: .including(entry.id),
          to: .including(entry.id),
          count: 1
        )
      )
      if held.isEmpty { return }
    } catch {
      if error.code == .server("NOGROUP") { return }
      throw error
    }
    let letterID = try await redis.send(
      StreamAdd(key: entry.key.deadLetterText, fields: letter.map(RedisField.init))
    )
    let acknowledgedCount = try await redis.send(
      StreamAcknowledge(key: entry.key.text, group: group.rawValue, ids: [entry.id])
    )
    if acknowledgedCount == 0 {
      _ = try await redis.send(StreamDelete(key: entry.key.deadLetterText, ids: [letterID]))
    }
  }

  /// Lua hands at most 8,000 values to one call; a letter with more fields than this goes step by step.
  private static let scriptFieldCountMax = 3000

  /// Only an entry that is still pending is moved, so that two who give it up make one letter. The letter comes first: a
  /// script isn't undone, and one that fails between the steps must not have acknowledged. Without its group an entry is
  /// delivered again, and moved then.
  private static let move = RedisScript(
    source: """
      local held = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[2], ARGV[2], 1)
      if held.err or #held == 0 then return false end
      local letter = redis.call('XADD', KEYS[2], '*', unpack(ARGV, 3))
      redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
      return letter
      """
  )
}
