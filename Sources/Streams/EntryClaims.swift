public import Delivery
public import RedisClient

/// Who handles a pending entry, and what the pending list records of its trials.
///
/// Each step is atomic and checks what it changes: an entry is taken only from the record that the taker saw, and only its
/// owner keeps it, gives it back or writes its record. Who was robbed changes nothing.
public struct EntryClaims: Sendable {
  private let group: ConsumerGroup
  private let redis: RedisConnection

  public init(group: ConsumerGroup, redis: RedisConnection) {
    self.group = group
    self.redis = redis
  }

  /// The bytes of fields that one call takes, about: an entry more for each stream.
  public static let byteCountMax = 8 << 20

  /// Takes entries, and writes down that their handling begins. Their fields come in one answer, which is bounded: what
  /// doesn't fit isn't touched.
  ///
  /// - Parameters:
  ///   - record: what to write down; by default that a handling of each begins.
  ///   - minimumIdle: for how long nobody must have touched an entry.
  /// - Returns: those that still were as they are given, in their order; without fields where an entry was deleted or
  ///   trimmed while it was pending, in which case it is pending no more. And what is left to take, which is less than
  ///   was given.
  public func claim(
    _ entries: [PendingEntry],
    for consumer: String,
    becoming record: (TrialRecord) -> TrialRecord = { $0.begun },
    minimumIdle: Duration
  ) async throws(RedisError) -> (taken: [DeliveredEntry], left: [PendingEntry]) {
    let batches = Self.batches(of: entries)
    let byteCountMax = Self.byteCountMax / max(1, batches.count)
    let replies = try await redis.evaluate(
      EntryScript.claim,
      each: batches.map { batch in
        batch.input(group, consumer, minimumIdle, [byteCountMax]) {
          [$0.deliveryCount, record($0.record).deliveryCount]
        }
      }
    )
    var taken: [DeliveredEntry] = []
    var left: [PendingEntry] = []
    for (batch, reply) in zip(batches, replies) {
      let records = Dictionary(batch.entries.map { ($0.id, $0.record) }, uniquingKeysWith: { first, _ in first })
      let parts = try reply.get().elements()
      guard parts.count == 2 else {
        throw RedisError(code: .unexpectedReply, message: "the script answers entries with their number")
      }
      for entry in try StreamClaim.decode(parts[0]) {
        let former = records[entry.id] ?? .fresh
        taken.append(DeliveredEntry(key: batch.key, entry: entry, record: record(former)))
      }
      left += batch.entries.dropFirst(Int(try parts[1].integer()))
    }
    return (taken, left)
  }

  /// Says that a consumer still works on its entries, so that nobody takes them for abandoned. One that is gone from the
  /// stream can't be touched: it stays pending for its owner until somebody takes it over.
  /// - Returns: how many of those that are still in the stream it owns.
  @discardableResult
  public func renew(_ entries: [DeliveredEntry], of consumer: String) async throws(RedisError) -> Int {
    let batches = Self.batches(of: entries.map(PendingEntry.init))
    let replies = try await redis.evaluate(
      EntryScript.renew,
      each: batches.map { $0.input(group, consumer, .zero) { _ in [] } }
    )
    var count = 0
    for reply in replies { count += Int(try reply.get().integer()) }
    return count
  }

  /// Writes the records of entries that the consumer owns, as if each had been touched `idle` ago.
  /// - Returns: those that it owns, as the pending list has them now; the record of one that is gone from the stream is
  ///   the one that it had.
  @discardableResult
  public func writeBack(
    _ entries: [PendingEntry],
    of consumer: String,
    idle: Duration = .zero
  ) async throws(RedisError) -> [PendingEntry] {
    let batches = Self.batches(of: entries)
    let replies = try await redis.evaluate(
      EntryScript.writeBack,
      each: batches.map { $0.input(group, consumer, idle) { [$0.record.deliveryCount] } }
    )
    var owned: [PendingEntry] = []
    for (batch, reply) in zip(batches, replies) {
      for entry in try reply.get().elements() {
        let parts = try entry.elements()
        guard parts.count == 2, let id = RedisStreamID(try parts[0].text()) else {
          throw RedisError(code: .unexpectedReply, message: "the script answers ids with their counters")
        }
        owned.append(PendingEntry(key: batch.key, id: id, deliveryCount: Int(try parts[1].integer())))
      }
    }
    return owned
  }

  /// Acknowledges applied entries at once.
  /// - Returns: how many letters were withdrawn with it, because their entries are applied after all.
  @discardableResult
  public func acknowledge(_ entries: [DeliveredEntry]) async throws(RedisError) -> Int {
    let inputs = Dictionary(grouping: entries, by: \.key).map { key, entries in
      EntryAcknowledgement(key: key, group: group, ids: entries.map(\.id)).input
    }
    var withdrawnCount = 0
    for result in try await redis.evaluate(EntryAcknowledgement.script, each: inputs) {
      withdrawnCount += try EntryAcknowledgement.decode(try result.get())
    }
    return withdrawnCount
  }

  /// Takes entries out of their streams, for every group.
  public func remove(_ entries: [DeliveredEntry]) async throws(RedisError) {
    for (key, entries) in Dictionary(grouping: entries, by: \.key) {
      try await EntryRemoval.remove(entries.map(\.id), from: key, over: redis)
    }
  }

  /// Pending entries of some streams that nobody touched for `minimumIdle`, the oldest of each stream.
  /// - Parameter countMax: for each stream.
  public func abandoned(
    in keys: [StreamKey],
    minimumIdle: Duration,
    countMax: Int
  ) async throws(RedisError) -> [(key: StreamKey, entries: [PendingEntry], isPageFull: Bool)] {
    let results = try await redis.pipeline(
      keys.map {
        StreamPendingEntries(key: $0.text, group: group.rawValue, count: countMax, minimumIdle: minimumIdle)
      }
    )
    var found: [(key: StreamKey, entries: [PendingEntry], isPageFull: Bool)] = []
    for (key, result) in zip(keys, results) {
      let page = try result.get()
      if page.isEmpty { continue }
      let entries = page.compactMap { entry in
        let pending = PendingEntry(key: key, id: entry.id, deliveryCount: entry.deliveryCount)
        return entry.idle >= pending.record.restMin(silence: minimumIdle) ? pending : nil
      }
      found.append((key, entries, page.count == countMax))
    }
    return found
  }

  /// One script's worth of entries of one stream: a script holds up the server while it runs.
  private struct Batch {
    static let entryCountMax = 500

    let key: StreamKey
    let entries: [PendingEntry]

    /// - Parameters:
    ///   - limits: what the script is told besides.
    ///   - numbers: what the script is told of each entry besides its id.
    func input(
      _ group: ConsumerGroup,
      _ consumer: String,
      _ idle: Duration,
      _ limits: [Int] = [],
      _ numbers: (PendingEntry) -> [Int]
    ) -> RedisConnection.ScriptInput {
      var arguments = [group.rawValue, consumer, String(idle.wholeMilliseconds)] + limits.map(String.init)
      for entry in entries {
        arguments.append(entry.id.description)
        for number in numbers(entry) { arguments.append(String(number)) }
      }
      return RedisConnection.ScriptInput(keys: [key.text], arguments: arguments.map { Array($0.utf8) })
    }
  }

  private static func batches(of entries: [PendingEntry]) -> [Batch] {
    Dictionary(grouping: entries, by: \.key).flatMap { key, entries in
      stride(from: 0, to: entries.count, by: Batch.entryCountMax).map { start in
        Batch(key: key, entries: Array(entries[start..<min(start + Batch.entryCountMax, entries.count)]))
      }
    }
  }
}
