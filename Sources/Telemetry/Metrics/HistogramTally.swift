/// Values counted by bucket, without a lock: for one task, which hands the whole to a histogram at the end of its batch.
public struct HistogramTally: Hashable, Sendable {
  let bounds: [Double]
  /// One count for each bound, and one for what is above the last.
  private(set) var counts: [UInt64]
  private(set) var sum = 0.0

  init(bounds: [Double]) {
    self.bounds = bounds
    counts = Array(repeating: 0, count: bounds.count + 1)
  }

  /// All values so far.
  var count: UInt64 { counts.reduce(0, +) }

  /// Counts a value in the first bucket whose bound isn't below it. What isn't a number isn't counted: it would turn the
  /// sum into none for ever.
  public mutating func observe(_ value: Double) {
    if value.isNaN { return }
    var (low, high) = (0, bounds.count)
    while low < high {
      let middle = (low + high) / 2
      if bounds[middle] < value { low = middle + 1 } else { high = middle }
    }
    counts[low] += 1
    sum += value
  }

  /// Takes over what another tally of the same bounds counted.
  mutating func add(_ other: HistogramTally) {
    precondition(bounds.count == other.bounds.count, "a tally is added to one of its own histogram")
    for index in counts.indices { counts[index] += other.counts[index] }
    sum += other.sum
  }
}
