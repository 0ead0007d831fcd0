/// How often the values of one attribute, the rows, come with those of another, the columns.
struct CrossTable: Hashable, Sendable {
  private(set) var rows: [AttributeValue: [AttributeValue: SuccessCount]] = [:]

  mutating func add(_ count: SuccessCount, row: AttributeValue, column: AttributeValue) {
    rows[row, default: [:]][column, default: .zero] += count
  }

  /// Counts a row, where there is one, as part of another from now on.
  mutating func moveRow(_ row: AttributeValue, to target: AttributeValue) {
    guard let moved = rows.removeValue(forKey: row) else { return }
    rows[target, default: [:]].merge(moved, uniquingKeysWith: +)
  }

  mutating func moveColumn(_ column: AttributeValue, to target: AttributeValue) {
    for row in Array(rows.keys) {
      guard let moved = rows[row]?.removeValue(forKey: column) else { continue }
      rows[row]?[target, default: .zero] += moved
    }
  }

  /// The same with rows and columns changed over.
  var transposed: CrossTable {
    var table = CrossTable()
    for (row, columns) in rows {
      for (column, count) in columns { table.add(count, row: column, column: row) }
    }
    return table
  }
}
