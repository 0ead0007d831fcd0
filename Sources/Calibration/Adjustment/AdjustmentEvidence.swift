/// The samples that a judgement of one action type may count, bin by bin: matured, of actions after the last adjustment,
/// and, where an action says under which version it acted, under the current one (SEMANTICS section 5, rule 1). Who
/// gathers them sees to that.
public struct AdjustmentEvidence: Hashable, Sendable {
  /// Ten, from bin 0 to bin 9.
  public private(set) var bins: [EvidenceBin]

  public init(bins: [EvidenceBin] = Array(repeating: .empty, count: ConfidenceBin.count)) {
    precondition(bins.count == ConfidenceBin.count, "there are ten bins")
    self.bins = bins
  }

  public mutating func add(_ sample: CalibrationSample) {
    bins[sample.bin.index].add(sample)
  }

  public var sampleCount: Int64 { bins.reduce(0) { $0 + $1.sampleCount } }

  /// The gap that shows in the bins with enough samples; `nil` where they have no weight.
  public func gap(under policy: AdjustmentPolicy) -> DetectedGap? {
    let qualifying = bins.filter { $0.sampleCount >= policy.binSampleCountMin && $0.weightSum > 0 }
    let weightSum = qualifying.reduce(0) { $0 + $1.weightSum }
    guard weightSum > 0 else { return nil }
    let gapSum = qualifying.reduce(0) { $0 + $1.weightSum * ($1.gap ?? 0) }
    let varianceSum = qualifying.reduce(0) { $0 + $1.varianceSum }
    return DetectedGap(
      value: gapSum / weightSum,
      margin: WilsonInterval.score95 * varianceSum.squareRoot() / weightSum,
      sampleCount: qualifying.reduce(0) { $0 + $1.sampleCount }
    )
  }
}
