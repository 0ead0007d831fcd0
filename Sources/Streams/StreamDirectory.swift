public import Delivery
public import EventModel
public import RedisClient
import Synchronization

/// The streams of one group that exist, found by walking the keyspace step by step: a new tenant needs no restart, and
/// no step blocks the server.
public final class StreamDirectory: Sendable {
  private static let keysPerStep = 1000

  private let group: ConsumerGroup
  private let redis: RedisConnection
  private let known = Mutex(Known())

  private struct Known {
    var keys: [StreamKey] = []
    var set: Set<StreamKey> = []
    var recreatedCounts: [EventType: Int] = [:]
    var hasLooked = false
    var version = 0
  }

  public init(group: ConsumerGroup, redis: RedisConnection) {
    self.group = group
    self.redis = redis
  }

  /// What was found so far, in the order of its discovery.
  public var keys: [StreamKey] { known.withLock { $0.keys } }

  /// Rises whenever ``keys`` change.
  public var version: Int { known.withLock(\.version) }

  /// Groups that had vanished and were made again: what came into their streams before may be lost.
  public var recreatedCount: Int { recreatedCounts.values.reduce(0, +) }

  /// The same by the type of the stream.
  public var recreatedCounts: [EventType: Int] { known.withLock { $0.recreatedCounts } }

  /// Whether the keyspace was walked to its end: before that, no streams doesn't mean that there are none.
  public var hasLooked: Bool { known.withLock { $0.hasLooked } }

  /// Walks the keyspace once; creates the group of what is new, at the beginning of its stream. A key of another type is
  /// left alone, and looked at again the next time.
  /// - Returns: the streams that are new.
  @discardableResult
  public func refresh() async throws(RedisError) -> [StreamKey] {
    let shared = group.hasSharedStreams ? group.eventTypes.map(StreamKey.init(shared:)) : []
    let found = shared + (try await findKnown())
    let fresh = known.withLock { known in
      Set(found).filter { !known.set.contains($0) }.sorted { $0.text < $1.text }
    }
    let readable = try await create(fresh).readable
    return known.withLock { known in
      known.hasLooked = true
      let added = readable.filter { known.set.insert($0).inserted }
      known.keys += added
      known.version += added.isEmpty ? 0 : 1
      return added
    }
  }

  /// Forgets the streams whose key became one of another type: a read that names such a key is refused for all.
  /// - Returns: what was forgotten; ``refresh()`` finds it again when it is a stream again.
  @discardableResult
  public func forgetOtherTypes() async throws(RedisError) -> [StreamKey] {
    let keys = keys
    let types = try await redis.pipeline(keys.map { KeyType(key: $0.text) })
    var others: Set<StreamKey> = []
    for (key, type) in zip(keys, types) where !["stream", "none"].contains(try type.get()) { others.insert(key) }
    if others.isEmpty { return [] }
    return known.withLock { known in
      known.set.subtract(others)
      known.version += 1
      known.keys.removeAll(where: others.contains)
      return keys.filter(others.contains)
    }
  }

  /// The streams that exist, and those that only their losses are left of: somebody deleted them, and samples that were
  /// in them are published again as soon as that is noticed.
  private func findKnown() async throws(RedisError) -> [StreamKey] {
    var found: Set<StreamKey> = []
    var cursor: UInt64 = 0
    repeat {
      let page = try await redis.send(Scan(cursor: cursor, pattern: "*events:*", count: Self.keysPerStep))
      let keys = page.keys.compactMap { StreamKey(text: $0) ?? StreamKey(lossesText: $0) }
      found.formUnion(keys.filter { group.eventTypes.contains($0.eventType) })
      cursor = page.cursor
    } while cursor != 0
    return Array(found)
  }

  /// The streams of a group that exist, by one walk over the keyspace, in the order of their names.
  public static func find(_ group: ConsumerGroup, redis: RedisConnection) async throws(RedisError) -> [StreamKey] {
    var found: Set<StreamKey> = []
    var cursor: UInt64 = 0
    repeat {
      let page = try await redis.send(Scan(cursor: cursor, pattern: "*events:*", count: keysPerStep, type: "stream"))
      found.formUnion(page.keys.compactMap(StreamKey.init(text:)).filter { group.eventTypes.contains($0.eventType) })
      cursor = page.cursor
    } while cursor != 0
    return found.sorted { $0.text < $1.text }
  }

  /// Whether nothing waits in any stream, the newest ones included.
  public func isDrained(over redis: RedisConnection) async throws(RedisError) -> Bool {
    try await refresh()
    let keys = keys
    let backlogs = try await StreamBacklog.load(of: keys, group: group, redis: redis)
    if backlogs.values.contains(where: { !$0.isDrained }) { return false }
    // Groups vanished: nobody has read what came since, and maybe no lane would notice before the drain ends. What has
    // no group and gets none is no stream.
    return try await createGroups(of: keys.filter { backlogs[$0] == nil }).isEmpty
  }

  /// Creates the group where it is missing, at the first entry: what was read before is known by its event id, so
  /// reading it again is slower but harmless, while starting anywhere else could lose events.
  /// - Returns: the streams whose group didn't exist. A key of another type is left alone and not among them.
  @discardableResult
  public func createGroups(of keys: [StreamKey]) async throws(RedisError) -> [StreamKey] {
    try await create(keys).created
  }

  private func create(
    _ keys: [StreamKey]
  ) async throws(RedisError) -> (created: [StreamKey], readable: [StreamKey]) {
    var created: [StreamKey] = []
    var readable: [StreamKey] = []
    var recreated: [EventType: Int] = [:]
    for (key, creation) in zip(keys, try await GroupCreation.run(for: keys, group: group, over: redis)) {
      switch creation {
      case .otherType: continue
      case .existed: break
      case .created:
        created.append(key)
        if known.withLock({ $0.set.contains(key) }) { recreated[key.eventType, default: 0] += 1 }
      case .createdAgain:
        created.append(key)
        recreated[key.eventType, default: 0] += 1
      }
      readable.append(key)
    }
    known.withLock { $0.recreatedCounts.merge(recreated, uniquingKeysWith: +) }
    return (created, readable)
  }
}
