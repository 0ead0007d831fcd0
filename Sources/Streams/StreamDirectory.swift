public import Delivery
import EventModel
public import RedisClient
import Synchronization

/// The streams of one group that exist, found by walking the keyspace step by step: a new tenant needs no restart, and
/// no step blocks the server.
public final class StreamDirectory: Sendable {
  private static let keysPerStep = 1000

  private let group: ConsumerGroup
  private let redis: RedisConnection
  private let known = Mutex<(keys: [StreamKey], set: Set<StreamKey>)>(([], []))

  public init(group: ConsumerGroup, redis: RedisConnection) {
    self.group = group
    self.redis = redis
  }

  /// What was found so far, in the order of its discovery.
  public var keys: [StreamKey] { known.withLock { $0.keys } }

  /// Walks the keyspace once; creates the group of what is new, at the beginning of its stream.
  /// - Returns: the streams that are new.
  @discardableResult
  public func refresh() async throws(RedisError) -> [StreamKey] {
    let shared = group.hasSharedStreams ? group.eventTypes.map(StreamKey.init(shared:)) : []
    let found = shared + (try await Self.find(group, redis: redis))
    let fresh = known.withLock { known in
      Set(found).filter { !known.set.contains($0) }.sorted { $0.text < $1.text }
    }
    if fresh.isEmpty { return [] }
    try await createGroups(of: fresh)
    return known.withLock { known in
      let added = fresh.filter { known.set.insert($0).inserted }
      known.keys += added
      return added
    }
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
    var missing: [StreamKey] = []
    for key in keys {
      if let backlog = try await StreamBacklog(of: key, group: group, redis: redis) {
        if !backlog.isDrained { return false }
      } else {
        missing.append(key)
      }
    }
    if missing.isEmpty { return true }
    // Groups vanished: nobody has read what came since, and maybe no lane would notice before the drain ends.
    try await createGroups(of: missing)
    return false
  }

  /// Creates the group where it is missing, at the first entry: what was read before is known by its event id, so
  /// reading it again is slower but harmless, while starting anywhere else could lose events.
  public func createGroups(of keys: [StreamKey]) async throws(RedisError) {
    let commands = keys.map {
      StreamGroupCreate(key: $0.text, group: group.rawValue, position: .after(.minimum), createsStream: true)
    }
    for result in try await redis.pipeline(commands) { _ = try result.get() }
  }
}
