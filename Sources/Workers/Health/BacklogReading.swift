import EventModel
import RedisClient
import Streams

/// How far a group is behind on all streams of one event type, and which of it is known.
struct BacklogReading: Hashable, Sendable {
  /// Entries that the group wasn't given; `nil` as soon as one stream's aren't known: a part of the sum would look like all.
  private(set) var unreadCount: Int? = 0
  /// Entries that were given out and aren't acknowledged; `nil` as soon as one stream's aren't known.
  private(set) var pendingCount: Int? = 0
  private(set) var deadLetterCount: Int? = 0
  /// The oldest entry that waits anywhere; `nil` where none does. Of no meaning while ``pendingCount`` is `nil`.
  private(set) var oldestWaiting: RedisStreamID?

  /// Adds a stream.
  /// - Parameter backlog: `nil` where the stream, or its group, is missing: nothing is known of what waits there.
  mutating func add(_ backlog: StreamBacklog?) {
    unreadCount = Self.sum(unreadCount, backlog?.unreadCount)
    pendingCount = Self.sum(pendingCount, backlog?.pendingCount)
    deadLetterCount = Self.sum(deadLetterCount, backlog?.deadLetterCount)
    oldestWaiting = [oldestWaiting, backlog?.oldestWaiting].compactMap(\.self).min()
  }

  private static func sum(_ sum: Int?, _ count: Int?) -> Int? {
    guard let sum, let count else { return nil }
    return sum + count
  }
}
