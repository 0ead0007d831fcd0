import RedisClient
import Streams
import TestSupport

/// Publishes the load at a rate, at least once: what Redis didn't confirm is published again, and what it has forgotten
/// as well.
actor Producer {
  private static let batchCountMax = 500
  private static let tick = Duration.milliseconds(20)

  private let entries: [LoadEntry]
  private let rate: Int
  private let redis: RedisConnection
  private let journal: Journal
  /// Entries before it were handed to Redis, or are being so.
  private var nextIndex = 0
  /// Entries that Redis has forgotten.
  private var again: [LoadEntry] = []
  private var isClosed = false
  private(set) var republishedCount = 0
  /// How often each entry that is to be buried was published at most.
  private(set) var copyCounts: [String: Int] = [:]

  init(_ load: ChaosLoad, rate: Int, redis: RedisConnection, journal: Journal) {
    entries = load.entries
    self.rate = rate
    self.redis = redis
    self.journal = journal
  }

  var publishedCount: Int { nextIndex }

  /// Nothing will be forgotten any more: ``run()`` ends when everything is published.
  func close() { isClosed = true }

  func run() async throws {
    let begin = ContinuousClock.now
    while true {
      let elapsed = ContinuousClock.now - begin
      let due = min(entries.count, Int(elapsed / .seconds(1) * Double(rate)))
      let batch = take(due: due)
      if batch.isEmpty && isClosed && nextIndex == entries.count { return }
      if !batch.isEmpty { try await publish(batch) }
      if batch.count < Self.batchCountMax { try await Task.sleep(for: Self.tick) }
    }
  }

  private func take(due: Int) -> [LoadEntry] {
    var batch = Array(again.prefix(Self.batchCountMax))
    again.removeFirst(batch.count)
    republishedCount += batch.count
    let count = max(0, min(due - nextIndex, Self.batchCountMax - batch.count))
    batch += entries[nextIndex..<nextIndex + count]
    nextIndex += count
    return batch
  }

  private func publish(_ batch: [LoadEntry]) async throws {
    let publisher = EventPublisher(redis: redis)
    while true {
      for entry in batch where entry.fate != .applied { copyCounts[entry.identity, default: 0] += 1 }
      do {
        return try await publisher.publish(batch.map { .init(key: $0.key, fields: $0.fields) })
      } catch {
        if error.code == .cancelled { throw error }
        journal.note("producer: \(error)")
        try await Task.sleep(for: Self.tick)
      }
    }
  }

  /// Publishes again what was published by now and came to nothing.
  ///
  /// - Parameter known: the identities of what is recorded or buried.
  func publishAgain(except known: Set<String>) {
    var seen = known
    // In place of what waits from an earlier loss: that is among it.
    again = entries[..<nextIndex].filter { seen.insert($0.identity).inserted }
    journal.note("producer: \(again.count) entries are published again")
  }
}
