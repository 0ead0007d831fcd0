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
        _ = try await redis.evaluate(
          Self.move,
          keys: [entry.key.text, entry.key.deadLetterText],
          arguments: [Array(group.rawValue.utf8), Array(entry.id.description.utf8)]
            + letter.flatMap { [$0.name, $0.value] }
        ).success()
      } else {
        try await move(entry, as: letter)
      }
    }
  }

  /// Moves without the script: as atomic, but a transaction can't choose. So the entry is looked at before, and whoever
  /// finds that another was faster takes the own letter back.
  private func move(_ entry: DeliveredEntry, as letter: [StreamField]) async throws(RedisError) {
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
    let (letterID, acknowledgedCount) = try await redis.transaction(
      StreamAdd(key: entry.key.deadLetterText, fields: letter.map(RedisField.init)),
      StreamAcknowledge(key: entry.key.text, group: group.rawValue, ids: [entry.id])
    )
    if try acknowledgedCount.get() == 0 {
      _ = try await redis.send(StreamDelete(key: entry.key.deadLetterText, ids: [try letterID.get()]))
    }
  }

  /// Lua hands at most 8,000 values to one call; a letter with more fields than this goes by a transaction.
  private static let scriptFieldCountMax = 3000

  /// Only whoever acknowledges the entry adds the letter, so that two who give it up make one letter.
  private static let move = RedisScript(
    source: """
      if redis.call('XACK', KEYS[1], ARGV[1], ARGV[2]) == 0 then return false end
      return redis.call('XADD', KEYS[2], '*', unpack(ARGV, 3))
      """
  )
}
