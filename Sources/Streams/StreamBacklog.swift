public import Delivery
import EventModel
public import RedisClient

/// How far a group is behind on one stream.
public struct StreamBacklog: Sendable {
  public let key: StreamKey
  /// Entries in the stream, read or not.
  public let length: Int
  /// Entries that the group hasn't been given; `nil` where it isn't known, which is never the same as none.
  public let unreadCount: Int?
  /// Entries that were given out and aren't acknowledged.
  public let pendingCount: Int
  /// The oldest entry that waits, unread or pending, by the time in its id.
  public let oldestWaiting: RedisStreamID?
  public let deadLetterCount: Int

  /// Whether nothing waits, for certain.
  public var isDrained: Bool { unreadCount == 0 && pendingCount == 0 }

  /// Entries that are counted one by one where Redis's own count can't be trusted.
  static let countedMax = 1000
}

extension StreamBacklog {
  /// Looks at a stream; `nil` where it, or its group, doesn't exist.
  public init?(of key: StreamKey, group: ConsumerGroup, redis: RedisConnection) async throws(RedisError) {
    let (infoResult, groupsResult, lettersResult) = try await redis.pipeline(
      StreamInfo(key: key.text),
      StreamGroups(key: key.text),
      StreamLength(key: key.deadLetterText)
    )
    let info: StreamInfo.Info
    let groups: [StreamGroups.Group]
    do throws(RedisError) {
      info = try infoResult.get()
      groups = try groupsResult.get()
    } catch {
      if error.isMissingKey { return nil }
      throw error
    }
    guard let state = groups.first(where: { $0.name == group.rawValue }) else { return nil }
    self.key = key
    length = info.length
    deadLetterCount = try lettersResult.get()
    pendingCount = state.pendingCount
    let unread = try await Self.unread(info, state, key: key, redis: redis)
    unreadCount = unread.count
    let pending =
      pendingCount == 0
      ? nil
      : try await redis.send(
        StreamPendingSummary(key: key.text, group: group.rawValue)
      ).ids?.lowerBound
    oldestWaiting = [unread.first, pending].compactMap(\.self).min()
  }

  /// Redis's `lag` is right only while nothing was ever deleted or trimmed; otherwise the entries are counted.
  private static func unread(
    _ info: StreamInfo.Info,
    _ group: StreamGroups.Group,
    key: StreamKey,
    redis: RedisConnection
  ) async throws(RedisError) -> (count: Int?, first: RedisStreamID?) {
    if group.lastDeliveredID >= info.lastGeneratedID { return (0, nil) }
    if info.addedCount == info.length, info.maximumDeletedID == .minimum, let lag = group.lag {
      let first = try await redis.send(
        StreamRange(key: key.text, from: .excluding(group.lastDeliveredID), count: 1)
      )
      return (lag, first.first?.id)
    }
    let entries = try await redis.send(
      StreamRange(key: key.text, from: .excluding(group.lastDeliveredID), count: countedMax)
    )
    return (entries.count < countedMax ? entries.count : nil, entries.first?.id)
  }
}
