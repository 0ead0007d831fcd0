/// The credits of many paths, summed by the number of the action type.
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

  private var entries: [Entry] = []

  /// Adds one path's credits, as often as there are such paths.
  mutating func add(_ credits: [Int32], toTypes types: [Int32], totals: PathTotals) {
    for (type, credit) in zip(types, credits) where credit > 0 {
      let type = Int(type)
      while entries.count <= type { entries.append(.none) }
      entries[type].creditMicros += Int64(credit) * totals.count
      entries[type].valueNumerator += Int128(credit) * totals.valueMicros
    }
  }

  /// What the type of this number has.
  subscript(type: Int) -> Entry { type < entries.count ? entries[type] : .none }
}
