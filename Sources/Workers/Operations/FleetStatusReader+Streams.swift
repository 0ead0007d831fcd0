import Delivery
import EventModel
import RedisClient
import Streams

extension FleetStatusReader {
  static let keysPerStep = 1000
  private static let deadLetterSuffix = ":dlq"

  /// Every stream of both groups, and every one that only its dead letters are left of.
  func readStreams() async throws -> [FleetStatus.Stream] {
    let keys = try await Self.streamKeys(of: tenant, redis: redis)
    var streams: [FleetStatus.Stream] = []
    for group in ConsumerGroup.allCases {
      for type in group.eventTypes {
        for key in keys where key.eventType == type {
          streams.append(try await stream(key, group: group))
        }
      }
    }
    return streams
  }

  /// The keys of the streams that exist, or whose dead letters do, in the order of their text: found step by step, so
  /// that no step blocks the server.
  static func streamKeys(of tenant: TenantID?, redis: RedisConnection) async throws(RedisError) -> [StreamKey] {
    var found: Set<StreamKey> = []
    var cursor: UInt64 = 0
    repeat {
      let page = try await redis.send(Scan(cursor: cursor, pattern: "*events:*", count: keysPerStep, type: "stream"))
      for text in page.keys {
        let name = text.hasSuffix(deadLetterSuffix) ? String(text.dropLast(deadLetterSuffix.count)) : text
        guard let key = StreamKey(text: name) else { continue }
        if tenant == nil || key.tenant == nil || key.tenant == tenant { found.insert(key) }
      }
      cursor = page.cursor
    } while cursor != 0
    return found.sorted { $0.text < $1.text }
  }

  private func stream(_ key: StreamKey, group: ConsumerGroup) async throws(RedisError) -> FleetStatus.Stream {
    if let backlog = try await StreamBacklog(of: key, group: group, redis: redis) {
      return FleetStatus.Stream(
        key: key,
        group: group,
        groupExists: true,
        length: backlog.length,
        unreadCount: backlog.unreadCount,
        pendingCount: backlog.pendingCount,
        oldestWaitingSince: backlog.oldestWaiting.map(Timestamp.init),
        deadLetterCount: backlog.deadLetterCount
      )
    }
    // No group: whoever creates it begins at the first entry, so that everything is unread.
    let (length, first, letters) = try await redis.pipeline(
      StreamLength(key: key.text),
      StreamRange(key: key.text, count: 1),
      StreamLength(key: key.deadLetterText)
    )
    return FleetStatus.Stream(
      key: key,
      group: group,
      groupExists: false,
      length: try length.get(),
      unreadCount: try length.get(),
      pendingCount: 0,
      oldestWaitingSince: try first.get().first.map { Timestamp($0.id) },
      deadLetterCount: try letters.get()
    )
  }
}
