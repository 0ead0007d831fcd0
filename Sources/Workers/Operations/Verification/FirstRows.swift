/// The first few of any number of rows that come in no order, and how many there were.
struct FirstRows<Row: Comparable> {
  private let countMax: Int
  /// In their order.
  private(set) var first: [Row] = []
  private(set) var count = 0

  init(countMax: Int) {
    self.countMax = countMax
  }

  mutating func add(_ row: Row) {
    count += 1
    if first.count == countMax, let last = first.last, last < row { return }
    first.insert(row, at: first.firstIndex { row < $0 } ?? first.endIndex)
    if first.count > countMax { first.removeLast() }
  }
}
