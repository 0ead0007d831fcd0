import EventModel

/// The credits of many paths, summed by action type.
///
/// In whole numbers, so that the order of the paths can't show.
struct CreditLedger {
  /// What an action type has of the paths of one end.
  struct Entry: Hashable {
    static let none = Entry(creditMicros: 0, valueNumerator: 0)

    /// Millionths of a path.
    var creditMicros: Int64
    /// Millionths of a path times millionths of the value's unit.
    var valueNumerator: Int128

    /// Paths credited, to the nearest double.
    var pathCount: Double { Double(creditMicros) / 1e6 }
    /// Value credited, to the nearest double.
    var value: Double { Double(valueNumerator) / 1e12 }
  }

  private(set) var entries: [ActionType: Entry] = [:]

  /// Adds one path's credits, as often as there are such paths.
  mutating func add(_ credits: [Int32], to touches: [AttributionTouch], totals: PathTotals) {
    for (touch, credit) in zip(touches, credits) where credit > 0 {
      entries[touch.actionType, default: .none].creditMicros += Int64(credit) * totals.count
      entries[touch.actionType, default: .none].valueNumerator += Int128(credit) * totals.valueMicros
    }
  }
}
