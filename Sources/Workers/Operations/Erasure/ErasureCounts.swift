import Streams

/// What an erasure removes, or would remove.
public struct ErasureCounts: Sendable {
  /// Rows by table, and what is changed of others.
  public internal(set) var rows: [(table: String, count: Int)] = []
  /// Entries by the kind of stream.
  public internal(set) var entries: [(stream: String, count: Int)] = []

  /// Whether there was nothing.
  public var isEmpty: Bool { rows.allSatisfy { $0.count == 0 } && entries.allSatisfy { $0.count == 0 } }
}

extension StreamErasure.Counts {
  /// By the names that a receipt has for them.
  var byStream: [(stream: String, count: Int)] {
    [
      ("events", entries), ("calibration_samples", sampleEntries), ("dead_letters", letters),
      ("shared_deals_reduced", reduced),
    ]
  }
}
