/// The gaps of a period's samples, bin by bin.
public struct PeriodGaps: Hashable, Sendable {
  /// Of the ten bins, from the least confident up.
  public private(set) var bins = [GapStatistics](repeating: GapStatistics(), count: ConfidenceBin.count)

  public init() {}

  /// Bins that were added up elsewhere: ten, from the least confident up.
  public init(bins: [GapStatistics]) {
    precondition(bins.count == ConfidenceBin.count, "there are ten bins")
    self.bins = bins
  }

  public init(_ samples: some Sequence<CalibrationSample>) {
    for sample in samples { add(sample) }
  }

  public mutating func add(_ sample: CalibrationSample) {
    bins[sample.bin.index].add(sample)
  }

  /// Adds every sample of another period.
  public mutating func merge(_ other: PeriodGaps) {
    for index in bins.indices { bins[index].merge(other.bins[index]) }
  }

  /// Of all bins together.
  public var total: GapStatistics { bins.reduce(into: GapStatistics()) { $0.merge($1) } }
}
