/// One bin of a calibration curve.
public struct CalibrationPoint: Hashable, Sendable {
  /// From 0, among the bins of its curve.
  public let index: Int
  /// The least confidence that belongs to the bin.
  public let lower: Double
  /// Of equally wide bins the exclusive bound above, inclusive in the last one; of equally heavy bins the largest
  /// confidence in it.
  public let upper: Double
  /// Where a chart draws the bin; no metric is computed from it.
  public let midpoint: Double
  public let sampleCount: Int64
  public let weightSum: Double
  /// Kish's: how many equal weights carry the same evidence; 0 without evidence.
  public let effectiveSampleSize: Double
  /// The weighted mean of the confidences that were stated, never the bin's midpoint; `nil` without evidence.
  public let meanConfidence: Double?
  /// The weighted share that came true; `nil` without evidence.
  public let actualRate: Double?
  /// The 95 % interval of the rate, over Kish's effective sample size; `nil` without evidence.
  public let interval: WilsonInterval?
  /// Whether the samples contradict what they stated, by ``MiscalibrationTest``; `nil` without evidence. Not matured
  /// samples flatter: a judgement feeds the curve without them.
  public let isMiscalibrated: Bool?

  init(index: Int, lower: Double, upper: Double, midpoint: Double, statistics: BinStatistics) {
    self.index = index
    self.lower = lower
    self.upper = upper
    self.midpoint = midpoint
    sampleCount = statistics.sampleCount
    weightSum = statistics.weightSum
    effectiveSampleSize = statistics.effectiveSampleSize
    meanConfidence = statistics.meanConfidence
    actualRate = statistics.actualRate
    interval = statistics.rateInterval
    guard let meanConfidence, let actualRate, interval != nil else {
      isMiscalibrated = nil
      return
    }
    isMiscalibrated = MiscalibrationTest.isMiscalibrated(
      meanConfidence: meanConfidence,
      rate: actualRate,
      effectiveSampleSize: effectiveSampleSize
    )
  }

  /// Mean confidence minus rate: above 0 is overconfident. `nil` without evidence.
  public var gap: Double? {
    guard let meanConfidence, let actualRate else { return nil }
    return meanConfidence - actualRate
  }
}

extension BinStatistics {
  /// The Wilson 95 % interval of the rate, over Kish's effective sample size; `nil` without evidence.
  public var rateInterval: WilsonInterval? {
    guard let actualRate, effectiveSampleSize > 0 else { return nil }
    return WilsonInterval(rate: actualRate, sampleSize: effectiveSampleSize)
  }
}
