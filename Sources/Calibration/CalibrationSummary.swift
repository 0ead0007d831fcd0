/// The metrics of one action type, exact over its samples and never computed from bin midpoints (SEMANTICS section 4).
///
/// Without evidence every metric is `nil`: a Brier score of 0.25 is an honest coin flip, not silence.
public struct CalibrationSummary: Hashable, Sendable {
  public let sampleCount: Int64
  public let weightSum: Double
  /// The weighted mean of (p - y)^2, in [0, 1].
  public let brierScore: Double?
  /// The weighted mean over the bins of |mean p - rate|, in [0, 1]. Biased upward: 100 perfectly calibrated samples
  /// show about 0.1.
  public let expectedCalibrationError: Double?
  /// The weighted share that came true.
  public let baseRate: Double?
  public let curve: CalibrationCurve

  /// The summary of ten bins' statistics, from bin 0 to bin 9.
  public init(_ bins: [BinStatistics]) {
    let curve = CalibrationCurve(bins)
    let total = bins.reduce(into: BinStatistics.empty) { $0.merge($1) }
    self.curve = curve
    sampleCount = total.sampleCount
    weightSum = total.weightSum
    baseRate = total.actualRate
    guard total.weightSum > 0 else {
      brierScore = nil
      expectedCalibrationError = nil
      return
    }
    brierScore = total.brierSum / total.weightSum
    let gapSum = curve.points.reduce(0) { sum, point in sum + point.weightSum * abs(point.gap ?? 0) }
    expectedCalibrationError = gapSum / total.weightSum
  }
}
