import Glibc

/// Every metric of calibration that needs no order, exact and weighted over a stream of samples in constant memory.
///
/// What one set and another add up to is what their union does, in whatever order they are merged; a set that was added
/// can be taken out again.
public struct CalibrationMetrics: Hashable, Sendable {
  /// How far from 0 and 1 a confidence stays in the log loss, so that a certain error costs 34.5 and not everything.
  public static let logLossMargin = 1e-15

  public let ranges: EqualWidthBins
  /// The statistics of the bins, from the least confident up.
  public private(set) var bins: [BinStatistics]
  /// The sum of -w ln of what was stated for what happened.
  private var logLossSum = 0.0

  /// - Parameter binCount: of equally wide bins, in ``EqualWidthBins/countRange``.
  public init(binCount: Int = ConfidenceBin.count) {
    ranges = EqualWidthBins(count: binCount)
    bins = Array(repeating: .empty, count: binCount)
  }

  /// The metrics of a set of samples.
  public init(_ samples: some Sequence<CalibrationSample>, binCount: Int = ConfidenceBin.count) {
    self.init(binCount: binCount)
    for sample in samples { add(sample) }
  }

  public mutating func add(_ sample: CalibrationSample) {
    bins[ranges.index(of: sample.confidence)].add(sample)
    logLossSum += Self.logLoss(ConfidenceGroup(sample))
  }

  /// Adds every sample of a group.
  public mutating func add(_ group: ConfidenceGroup) {
    bins[ranges.index(of: group.confidence)].merge(BinStatistics(group))
    logLossSum += Self.logLoss(group)
  }

  /// Takes out a sample that was added before.
  public mutating func remove(_ sample: CalibrationSample) {
    bins[ranges.index(of: sample.confidence)].remove(sample)
    logLossSum -= Self.logLoss(ConfidenceGroup(sample))
    clearWithoutEvidence()
  }

  /// Adds every sample of another set, over the same bins.
  public mutating func merge(_ other: CalibrationMetrics) {
    precondition(ranges == other.ranges, "only metrics over the same bins are merged")
    for index in bins.indices { bins[index].merge(other.bins[index]) }
    logLossSum += other.logLossSum
  }

  /// Takes out a set whose every sample was added before.
  public mutating func unmerge(_ other: CalibrationMetrics) {
    precondition(ranges == other.ranges, "only metrics over the same bins are taken out")
    for index in bins.indices { bins[index].unmerge(other.bins[index]) }
    logLossSum -= other.logLossSum
    clearWithoutEvidence()
  }

  /// The weighted mean of -ln of what was stated for what happened, at least 0; `nil` without evidence.
  public var logLoss: Double? {
    let weightSum = bins.reduce(0) { $0 + $1.weightSum }
    return weightSum > 0 ? logLossSum / weightSum : nil
  }

  /// Everything but the log loss.
  public var summary: CalibrationSummary { CalibrationSummary(bins) }

  private static func logLoss(_ group: ConfidenceGroup) -> Double {
    guard group.weightSum > 0 else { return 0 }
    let confidence = min(max(group.confidence, logLossMargin), 1 - logLossMargin)
    let failureSum = group.weightSum - group.outcomeSum
    // Of the usual group of one sample only one logarithm is needed.
    let successLoss = group.outcomeSum > 0 ? -group.outcomeSum * log(confidence) : 0
    return successLoss + (failureSum > 0 ? -failureSum * log(1 - confidence) : 0)
  }

  /// What is left of a sum whose every term went is rounding.
  private mutating func clearWithoutEvidence() {
    if bins.allSatisfy({ $0.weightSum == 0 }) { logLossSum = 0 }
    logLossSum = max(logLossSum, 0)
  }
}
