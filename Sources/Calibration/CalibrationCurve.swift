/// What was said against what came true, bin by bin. All ten bins are there; an empty one has no rate.
public struct CalibrationCurve: Hashable, Sendable {
  /// One bin of the curve.
  public struct Point: Hashable, Sendable {
    public let bin: ConfidenceBin
    public let sampleCount: Int64
    public let weightSum: Double
    /// The weighted mean of the confidences that were stated, never the bin's midpoint; `nil` without evidence.
    public let meanConfidence: Double?
    /// The weighted share that came true; `nil` without evidence.
    public let actualRate: Double?
    /// The 95 % interval of the rate, over Kish's effective sample size; `nil` without evidence.
    public let interval: WilsonInterval?

    init(bin: ConfidenceBin, statistics: BinStatistics) {
      self.bin = bin
      sampleCount = statistics.sampleCount
      weightSum = statistics.weightSum
      meanConfidence = statistics.meanConfidence
      actualRate = statistics.actualRate
      interval = statistics.rateInterval
    }

    /// Mean confidence minus rate: above 0 is overconfident. `nil` without evidence.
    public var gap: Double? {
      guard let meanConfidence, let actualRate else { return nil }
      return meanConfidence - actualRate
    }
  }

  /// Ten, from bin 0 to bin 9.
  public let points: [Point]

  /// The curve of ten bins' statistics, in order.
  public init(_ bins: [BinStatistics]) {
    precondition(bins.count == ConfidenceBin.count, "a curve has ten bins")
    points = zip(ConfidenceBin.all, bins).map(Point.init)
  }
}

extension BinStatistics {
  /// The Wilson 95 % interval of the rate, over Kish's effective sample size; `nil` without evidence.
  public var rateInterval: WilsonInterval? {
    guard let actualRate, effectiveSampleSize > 0 else { return nil }
    return WilsonInterval(rate: actualRate, sampleSize: effectiveSampleSize)
  }
}
