import EventModel

/// The time that actions are assumed to save.
struct SavedTime: Hashable, Sendable {
  private(set) var minutes = 0.0
  /// Actions of types with an assumption.
  private(set) var coveredCount: Int64 = 0
  private(set) var uncoveredCount: Int64 = 0

  /// - Parameter counts: actions by type.
  init(_ counts: [ActionType: Int64], assuming assumption: MinutesSaved) {
    // In the order of the types: sums of doubles must not depend on chance.
    for (type, count) in counts.sorted(by: { $0.key < $1.key }) {
      guard let each = assumption[type] else {
        uncoveredCount += count
        continue
      }
      minutes += each * Double(count)
      coveredCount += count
    }
  }

  var hours: Double { minutes / 60 }
}

extension Cells where Key == RollupKey, Tally == ActionTally {
  /// A count of actions by their type.
  func byActionType(_ count: (ActionTally) -> Int64) -> [ActionType: Int64] {
    tallies.reduce(into: [:]) { counts, cell in counts[cell.key.actionType, default: 0] += count(cell.value) }
  }
}
