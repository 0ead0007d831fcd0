import Calibration

/// Merges sorted runs: a binary heap of cursors with the least confidence on top, of equals the earlier run.
struct RunMerge {
  private var cursors: [RunCursor]
  /// Positions of cursors that have a group left.
  private var heap: [Int] = []

  init(_ cursors: [RunCursor]) {
    self.cursors = cursors
    heap = cursors.indices.filter { cursors[$0].current != nil }
    for index in heap.indices.reversed() { sink(index) }
  }

  /// The next confidence with all its samples; `nil` after the last.
  mutating func next() throws -> ConfidenceGroup? {
    guard var group = try pop() else { return nil }
    while let top = heap.first, cursors[top].current?.confidence == group.confidence, let equal = try pop() {
      group.merge(equal)
    }
    return group
  }

  private mutating func pop() throws -> ConfidenceGroup? {
    guard let top = heap.first, let group = cursors[top].current else { return nil }
    try cursors[top].advance()
    if cursors[top].current == nil {
      heap[0] = heap[heap.count - 1]
      heap.removeLast()
    }
    sink(0)
    return group
  }

  private mutating func sink(_ start: Int) {
    var parent = start
    while 2 * parent + 1 < heap.count {
      var child = 2 * parent + 1
      if child + 1 < heap.count, precedes(heap[child + 1], heap[child]) { child += 1 }
      guard precedes(heap[child], heap[parent]) else { return }
      heap.swapAt(child, parent)
      parent = child
    }
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    guard let first = cursors[left].current, let second = cursors[right].current else { return false }
    return first.confidence != second.confidence ? first.confidence < second.confidence : left < right
  }
}
