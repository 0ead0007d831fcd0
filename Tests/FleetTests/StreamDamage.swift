import Delivery
import EventModel
import RedisClient
import Streams

/// Damage to the streams of a fleet that has applied one action and its reply, each by its plan.
enum StreamDamage: String, CaseIterable, Sendable {
  case acknowledgedUnread
  case acknowledgedJunk
  case acknowledgedJunkSample
  case letterOfApplied
  case unindexedLetterOfApplied
  case pendingWithLetter
  case letterTwice
  case letterNotIndexed
  case letterOfNothing
  case indexOfNothing
  case letterLost
  case groupDestroyed

  /// What a verification must find.
  var found: [String: Int] {
    switch self {
    case .acknowledgedUnread, .acknowledgedJunk, .acknowledgedJunkSample: ["entry_unaccounted": 1]
    case .letterOfApplied: ["entry_applied_and_dead": 1]
    case .unindexedLetterOfApplied: ["entry_applied_and_dead": 1]
    case .pendingWithLetter: ["entry_pending_and_dead": 1]
    case .letterTwice: ["entry_buried_twice": 1]
    case .letterNotIndexed: ["letter_unindexed": 1]
    case .letterOfNothing: ["letter_malformed": 1]
    case .indexOfNothing: ["index_without_letter": 1]
    case .letterLost: ["index_without_letter": 1, "entry_unaccounted": 1]
    case .groupDestroyed: ["group_missing": 1]
    }
  }

  private static let key = TestEvent.action(1).key

  func plant(on fleet: TestFleet) async throws {
    let redis = fleet.redis
    switch self {
    case .acknowledgedUnread:
      try await fleet.publish([.action(9, conversation: 9)])
      try await Self.read(Self.key, group: .outcomeWorkers, acknowledges: true, redis)
    case .acknowledgedJunk:
      _ = try await redis.send(StreamAdd(key: Self.key.text, fields: [RedisField("junk", "1")]))
      try await Self.read(Self.key, group: .outcomeWorkers, acknowledges: true, redis)
    case .acknowledgedJunkSample:
      let key = StreamKey(.calibrationUpdated, tenant: TestEvent.tenant(1))
      _ = try await redis.send(StreamAdd(key: key.text, fields: [RedisField("junk", "1")]))
      try await Self.read(key, group: .calibrationAggregators, acknowledges: true, redis)
    case .letterOfApplied:
      try await Self.bury(try await Self.applied(redis), redis)
    case .unindexedLetterOfApplied:
      try await Self.bury(try await Self.applied(redis), redis, isIndexed: false)
    case .pendingWithLetter:
      let entry = try await redis.send(StreamAdd(key: Self.key.text, fields: [RedisField("junk", "1")]))
      try await Self.read(Self.key, group: .outcomeWorkers, acknowledges: false, redis)
      try await Self.bury(RedisStreamEntry(id: entry, fields: []), redis)
      try await Self.claim(entry, idleSeconds: 120, redis)
    case .letterTwice:
      let entry = try await Self.refused(fleet)
      _ = try await redis.send(StreamAdd(key: Self.key.deadLetterText, fields: Self.letter(of: entry)))
    case .letterNotIndexed:
      let entries = [try await Self.refused(fleet), try await Self.refused(fleet)]
      _ = try await redis.send(RawCommand(["HDEL", Self.key.deadLetterIndexText, "\(entries[0].id)"]))
    case .letterOfNothing:
      _ = try await redis.send(StreamAdd(key: Self.key.deadLetterText, fields: [RedisField("junk", "1")]))
    case .indexOfNothing:
      _ = try await redis.send(HashSet(key: Self.key.deadLetterIndexText, fields: [RedisField("1-1", "2-2")]))
    case .letterLost:
      _ = try await Self.refused(fleet)
      for letter in try await redis.send(StreamRange(key: Self.key.deadLetterText)) {
        _ = try await redis.send(StreamDelete(key: Self.key.deadLetterText, ids: [letter.id]))
      }
    case .groupDestroyed:
      let shared = StreamKey(shared: .agentAction)
      _ = try await redis.send(StreamGroupDestroy(key: shared.text, group: ConsumerGroup.outcomeWorkers.rawValue))
      _ = try await redis.send(RawCommand(["XADD", shared.text, "1-0", "junk", "1"]))
    }
  }
}

extension StreamDamage {
  private static func read(
    _ key: StreamKey,
    group: ConsumerGroup,
    acknowledges: Bool,
    _ redis: RedisConnection
  ) async throws {
    _ = try await redis.send(
      StreamReadGroup(
        group: group.rawValue,
        consumer: "careless",
        streams: [.init(key: key.text, position: .new)],
        acknowledges: acknowledges
      )
    )
  }

  /// Lets a pending entry look as if nobody had touched it for some time.
  static func claim(_ id: RedisStreamID, idleSeconds: Int, _ redis: RedisConnection) async throws {
    _ = try await redis.send(
      RawCommand([
        "XCLAIM", key.text, "outcome-workers", "careless", "0", "\(id)", "IDLE", "\(idleSeconds * 1000)", "JUSTID",
      ])
    )
  }

  /// The entry of the applied action.
  static func applied(_ redis: RedisConnection) async throws -> RedisStreamEntry {
    guard let entry = try await redis.send(StreamRange(key: key.text, count: 1)).first else {
      throw RedisError(code: .unexpectedReply, message: "the action is not in its stream")
    }
    return entry
  }

  /// Publishes an entry that is refused.
  private static func refused(_ fleet: TestFleet) async throws -> RedisStreamEntry {
    let id = try await fleet.redis.send(StreamAdd(key: key.text, fields: [RedisField("junk", "1")]))
    try await fleet.drainWorkers()
    return RedisStreamEntry(id: id, fields: [RedisField("junk", "1")])
  }

  /// What a letter of an entry looks like.
  static func letter(of entry: RedisStreamEntry) -> [RedisField] {
    let fields = DeadLetter.fields(
      original: (entry.fields ?? []).map { StreamField(name: $0.name, value: $0.value) },
      stream: key.text,
      id: "\(entry.id)",
      refusal: .eventIDConflict(),
      retryCount: 0,
      at: TestFleet.now,
      eventType: key.eventType
    )
    return fields.map { RedisField(name: $0.name, value: $0.value) }
  }

  /// Lays a letter of an entry among the dead letters, whatever became of the entry.
  static func bury(_ entry: RedisStreamEntry, _ redis: RedisConnection, isIndexed: Bool = true) async throws {
    let letter = try await redis.send(StreamAdd(key: key.deadLetterText, fields: letter(of: entry)))
    if !isIndexed { return }
    _ = try await redis.send(
      HashSet(key: key.deadLetterIndexText, fields: [RedisField("\(entry.id)", "\(letter)")])
    )
  }
}
