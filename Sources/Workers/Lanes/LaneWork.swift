import Delivery
import Streams

/// What a lane has read and not yet brought to its end: parts that are settled side by side, and what was read ahead.
struct LaneWork: Sendable {
  /// A smaller part costs more in statements and commits than it gains by company.
  static let partCountMin = 100

  /// Entries that are handled in one transaction, unless they have to be halved.
  private(set) var parts: [BatchSettlement<DeliveredEntry>] = []
  private var ahead: [DeliveredEntry] = []

  /// Whether nothing is left.
  var isEmpty: Bool { parts.isEmpty && ahead.isEmpty }
  var hasReadAhead: Bool { !ahead.isEmpty }

  /// Everything that isn't settled.
  var rest: [DeliveredEntry] { parts.flatMap(\.rest) + ahead }

  /// Takes what was read while the parts are being settled.
  mutating func add(_ entries: [DeliveredEntry]) {
    ahead += entries
  }

  /// Makes parts of what was read, if the former are settled.
  /// - Parameters:
  ///   - countMax: parts at most.
  ///   - affinity: entries of one affinity go into one part.
  mutating func split(countMax: Int, by affinity: (DeliveredEntry) -> UInt64) {
    guard parts.isEmpty, !ahead.isEmpty else { return }
    let count = UInt64(max(1, min(countMax, ahead.count / Self.partCountMin)))
    var shares = Array(repeating: [DeliveredEntry](), count: Int(count))
    if count == 1 {
      shares[0] = ahead
    } else {
      for entry in ahead { shares[Int(affinity(entry) % count)].append(entry) }
    }
    parts = shares.filter { !$0.isEmpty }.map { BatchSettlement($0) }
    ahead = []
  }

  /// Notes how far the parts have come.
  mutating func settle(_ settlements: [BatchSettlement<DeliveredEntry>]) {
    parts = settlements.filter { $0.next != nil }
  }
}
