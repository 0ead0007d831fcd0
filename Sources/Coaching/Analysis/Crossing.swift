/// The outcomes of an attribute's values, split by another attribute: the strata in which like is compared with like.
struct Crossing {
  private let rows: [AttributeValue: [AttributeValue: SuccessCount]]
  /// Of all rows together, in the order of the other attribute's values: sums of doubles must not depend on chance.
  private let columns: [(value: AttributeValue, total: SuccessCount)]
  /// All outcomes with the attribute known.
  private let known: SuccessCount

  init(_ attribute: CoachingAttribute, by other: CoachingAttribute, in tally: CoachingTally) {
    let isFirst = attribute < other
    let index = isFirst ? ValuePair.tableIndex(attribute, other) : ValuePair.tableIndex(other, attribute)
    rows = isFirst ? tally.tables[index].rows : tally.tables[index].transposed.rows
    known = tally.attributes[attribute.index].known.count
    let totals = rows.values.reduce(into: [:] as [AttributeValue: SuccessCount]) { totals, cells in
      totals.merge(cells, uniquingKeysWith: +)
    }
    columns = totals.map { (value: $0.key, total: $0.value) }.sorted { $0.value < $1.value }
  }

  /// Whether the other attribute can tell outcomes apart: it has two values, or one that is not always known.
  var hasStrata: Bool {
    columns.count > 1 || columns.contains { $0.total != known }
  }

  /// The value against the rest, at equal value of the other attribute; what doesn't know that one is a stratum too.
  /// Strata with one side alone are left out.
  func strata(of value: AttributeValue, _ comparison: GroupComparison) -> [GroupComparison] {
    let cells = rows[value] ?? [:]
    var (group, rest) = (comparison.group, comparison.rest)
    var strata: [GroupComparison] = []
    for (column, total) in columns {
      let part = cells[column] ?? .zero
      group = group - part
      rest = rest - (total - part)
      if let stratum = GroupComparison(group: part, rest: total - part) { strata.append(stratum) }
    }
    if let stratum = GroupComparison(group: group, rest: rest) { strata.append(stratum) }
    return strata
  }
}
