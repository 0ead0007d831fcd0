import Delivery
import EventModel
import RedisClient
import Streams

/// The streams of a group that exist, and those of which only dead letters, their index or a count of losses are left.
enum StreamInventory {
  private static let keysPerStep = 1000
  /// The hash beside a stream in which the workers count, by group, what Redis cut off unread.
  private static let lossesSuffix = ":losses"
  private static let indexSuffix = ":index"

  /// Walks the keyspace, step by step; in the order of the keys.
  static func find(_ group: ConsumerGroup, redis: RedisConnection) async throws(RedisError) -> [StreamKey] {
    var found: Set<StreamKey> = []
    for type in ["stream", "hash"] {
      var cursor: UInt64 = 0
      repeat {
        let page = try await redis.send(Scan(cursor: cursor, pattern: "*events:*", count: keysPerStep, type: type))
        found.formUnion(page.keys.compactMap(stream(of:)).filter { group.eventTypes.contains($0.eventType) })
        cursor = page.cursor
      } while cursor != 0
    }
    return found.sorted { $0.text < $1.text }
  }

  /// The stream that a key is, or belongs to.
  private static func stream(of key: String) -> StreamKey? {
    if key.hasSuffix(lossesSuffix) { return StreamKey(text: String(key.dropLast(lossesSuffix.count))) }
    if key.hasSuffix(indexSuffix) { return StreamKey(deadLetterText: String(key.dropLast(indexSuffix.count))) }
    return StreamKey(text: key) ?? StreamKey(deadLetterText: key)
  }

  /// Entries that Redis cut off before the group had read them; 0 where none were counted.
  static func trimmedUnreadCount(
    of key: StreamKey,
    group: ConsumerGroup,
    redis: RedisConnection
  ) async throws(RedisError) -> Int {
    let value = try await redis.send(HashGet(key: key.text + lossesSuffix, field: group.rawValue))
    return value.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
  }

  /// Entries that the streams hold.
  static func entryCount(of keys: [StreamKey], redis: RedisConnection) async throws(RedisError) -> Int {
    var count = 0
    for start in stride(from: 0, to: keys.count, by: keysPerStep) {
      let part = keys[start..<min(start + keysPerStep, keys.count)]
      for length in try await redis.pipeline(part.map { StreamLength(key: $0.text) }) { count += try length.get() }
    }
    return count
  }
}
