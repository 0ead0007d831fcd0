/// Rows added up by key, so that breakdowns look at few cells and not at every row of every day.
struct Cells<Key: RollupKeyed, Tally: AdditiveTally>: Sendable {
  private(set) var tallies: [Key: Tally] = [:]

  mutating func add(_ tally: Tally, to key: Key) {
    tallies[key, default: Tally()] += tally
  }

  var total: Tally { tallies.values.reduce(into: Tally()) { $0 += $1 } }

  /// Cells of other keys and tallies; a cell that becomes `nil` is left out.
  func map<OtherKey: RollupKeyed, Other: AdditiveTally>(
    _ transform: (Key, Tally) -> (OtherKey, Other)?
  ) -> Cells<OtherKey, Other> {
    tallies.reduce(into: Cells<OtherKey, Other>()) { cells, cell in
      guard let (key, tally) = transform(cell.key, cell.value) else { return }
      cells.add(tally, to: key)
    }
  }

  /// One tally for each value of a dimension, in the order of the values; the smallest of too many values are added up
  /// as ``DimensionValue/others``, so that a document has bounds.
  func groups(by dimension: Dimension) -> [(value: DimensionValue, tally: Tally)] {
    let all = tallies.reduce(into: [:] as [DimensionValue: Tally]) { groups, cell in
      groups[dimension.value(of: cell.key.rollupKey), default: Tally()] += cell.value
    }
    guard all.count > Breakdown.rowCountMax else {
      return all.map { (value: $0.key, tally: $0.value) }.sorted { $0.value < $1.value }
    }
    let largestFirst = all.sorted { left, right in
      left.value.size != right.value.size ? left.value.size > right.value.size : left.key < right.key
    }
    let named = largestFirst.prefix(Breakdown.rowCountMax).map { (value: $0.key, tally: $0.value) }
    let others = largestFirst.dropFirst(Breakdown.rowCountMax).reduce(into: Tally()) { $0 += $1.value }
    return named.sorted { $0.value < $1.value } + [(value: .others, tally: others)]
  }

  /// One tally for each step, in order, also where nothing happened: a chart must show a gap.
  func trend(_ starts: [UTCDay]) -> [(start: UTCDay, tally: Tally)] {
    let steps = tallies.reduce(into: [:] as [UTCDay: Tally]) { steps, cell in
      steps[cell.key.rollupKey.step, default: Tally()] += cell.value
    }
    return starts.map { (start: $0, tally: steps[$0] ?? Tally()) }
  }
}
