import RedisClient
import Streams

/// Entries whose handling an outage ended, or prevented: of a claim without an answer nobody knows whether it was made.
struct InterruptedTrials {
  /// What to write back: the records before the handling.
  private(set) var entries: [PendingEntry] = []
  private var waitedForUs: Set<PendingEntry> = []

  var isEmpty: Bool { entries.isEmpty }

  /// - Parameter areRetries: whether they waited for their next attempt in this process.
  mutating func add(_ interrupted: [PendingEntry], areRetries: Bool) {
    entries += interrupted
    if areRetries { waitedForUs.formUnion(interrupted) }
  }

  mutating func removeAll(where isGone: (PendingEntry) -> Bool) {
    entries.removeAll(where: isGone)
  }

  /// What to try again soon. What was never taken is its owner's, who may live: only a look at its idle time may say
  /// otherwise.
  /// - Parameter owned: those that were written back, because they are ours.
  func retries(owned: [PendingEntry]) -> [PendingEntry] {
    let ownedIDs = Dictionary(grouping: owned, by: \.key).mapValues { Set($0.map(\.id)) }
    return owned + entries.filter { waitedForUs.contains($0) && ownedIDs[$0.key]?.contains($0.id) != true }
  }
}
