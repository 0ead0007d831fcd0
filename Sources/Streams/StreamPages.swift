import EventModel
import RedisClient

/// Walks a stream from its beginning, in pages that are bounded in bytes as well as in entries: a count says nothing about
/// bytes, so that each page's size is learnt from the one before.
struct StreamPages {
  private static let entryCountMax = 1000
  /// A page above this makes the next one half as long.
  private static let byteCountMax = 4 << 20

  let key: String
  private var position: StreamRange.Bound
  private let end: StreamRange.Bound
  /// Small at first: entries of several megabytes each are possible.
  private var count = 16
  private var isAtEnd = false

  /// - Parameters:
  ///   - start: the first entry at the earliest.
  ///   - end: the last entry at the latest.
  init(key: String, from start: StreamRange.Bound = .unbounded, to end: StreamRange.Bound = .unbounded) {
    self.key = key
    position = start
    self.end = end
  }

  /// The next entries, never none; `nil` at the end.
  mutating func next(over redis: RedisConnection) async throws(RedisError) -> [RedisStreamEntry]? {
    if isAtEnd { return nil }
    let page = try await redis.send(StreamRange(key: key, from: position, to: end, count: count))
    isAtEnd = page.count < count
    guard let last = page.last else { return nil }
    position = .excluding(last.id)
    let byteCount = page.reduce(0) { sum, entry in
      (entry.fields ?? []).reduce(sum) { $0 + $1.name.count + $1.value.count }
    }
    count = byteCount > Self.byteCountMax ? max(1, count / 2) : min(Self.entryCountMax, count * 2)
    return page
  }
}
