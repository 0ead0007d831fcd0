import Delivery
import EventModel
import RedisClient
import Streams

/// Some entries of a stream, as one group stands to them.
struct StreamPage: Sendable {
  struct Pending: Sendable {
    let entry: DeliveredEntry
    /// Since its last delivery or claim.
    let idle: Duration
  }

  private(set) var unread: [DeliveredEntry] = []
  private(set) var pending: [Pending] = []
  private(set) var acknowledged: [DeliveredEntry] = []
  /// Whether the group doesn't exist; then every entry is unread.
  private(set) var groupIsMissing = false
  /// Where the next page begins.
  let next: Place

  var count: Int { unread.count + pending.count + acknowledged.count }

  /// Where a page begins, and how many entries to ask for: as many as the bytes of the page before make likely to fit.
  struct Place: Sendable {
    /// Few at first: entries of several megabytes each are possible.
    static let start = Place(last: .minimum, entryCount: 32)
    static let entryCountMax = 500
    /// A page above this makes the next one half as long.
    static let byteCountMax = 4 << 20

    let last: RedisStreamID
    let entryCount: Int

    func after(_ last: RedisStreamID, _ entries: [RedisStreamEntry]) -> Place {
      let byteCount = entries.reduce(0) { sum, entry in
        (entry.fields ?? []).reduce(sum) { $0 + $1.name.count + $1.value.count }
      }
      let isLarge = byteCount > Self.byteCountMax
      return Place(last: last, entryCount: isLarge ? max(1, entryCount / 2) : min(Self.entryCountMax, entryCount * 2))
    }
  }

  /// Reads a page: first the entries, then, in one step, how far the group has read and what is pending. An entry that is
  /// neither unread nor pending at the second look was acknowledged before it.
  /// - Returns: `nil` at the end.
  static func read(
    _ key: StreamKey,
    group: ConsumerGroup,
    from place: Place,
    redis: RedisConnection
  ) async throws(RedisError) -> StreamPage? {
    let range = try await redis.send(
      StreamRange(key: key.text, from: .excluding(place.last), count: place.entryCount)
    )
    guard let first = range.first, let end = range.last else { return nil }
    let heldCountMax = max(1000, 2 * range.count)
    // One step: a group that vanishes and is made anew in between would have read what it hasn't.
    let (groups, held) = try await redis.transaction(
      StreamGroups(key: key.text),
      StreamPendingEntries(
        key: key.text,
        group: group.rawValue,
        from: .including(first.id),
        to: .including(end.id),
        count: heldCountMax
      )
    )
    guard let state = try state(of: group, in: groups) else {
      var page = StreamPage(next: place.after(end.id, range))
      page.unread = range.map { DeliveredEntry(key: key, entry: $0) }
      page.groupIsMissing = true
      return page
    }
    let pending = try held.get()
    // Ids that are pending without an entry can be so many that some didn't fit: what lies behind them is for the next page.
    let last = pending.count < heldCountMax ? end.id : pending.last?.id ?? end.id
    var page = StreamPage(next: place.after(last, range))
    let idle = Dictionary(pending.map { ($0.id, $0.idle) }) { $1 }
    for entry in range where entry.id <= last {
      let delivered = DeliveredEntry(key: key, entry: entry)
      if entry.id > state.lastDeliveredID {
        page.unread.append(delivered)
      } else if let idle = idle[entry.id] {
        page.pending.append(Pending(entry: delivered, idle: idle))
      } else {
        page.acknowledged.append(delivered)
      }
    }
    return page
  }

  private static func state(
    of group: ConsumerGroup,
    in groups: Result<[StreamGroups.Group], RedisError>
  ) throws(RedisError) -> StreamGroups.Group? {
    do throws(RedisError) {
      return try groups.get().first { $0.name == group.rawValue }
    } catch {
      if error.isMissingKey { return nil }
      throw error
    }
  }
}

extension StreamPage {
  /// Passes on the pages of a stream; each is read while the one before is worked on.
  static func forEach(
    of key: StreamKey,
    group: ConsumerGroup,
    redis: RedisConnection,
    _ body: (StreamPage) async throws -> Void
  ) async throws {
    var page = try await read(key, group: group, from: .start, redis: redis)
    while let current = page {
      async let following = read(key, group: group, from: current.next, redis: redis)
      try await body(current)
      page = try await following
    }
  }
}

extension DeliveredEntry {
  /// Whether its stream still holds it.
  func exists(over redis: RedisConnection) async throws(RedisError) -> Bool {
    try await !redis.send(StreamRange(key: key.text, from: .including(id), to: .including(id), count: 1)).isEmpty
  }
}
