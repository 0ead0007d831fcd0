/// The metrics of one action type, exact over its samples and never computed from bin midpoints (SEMANTICS section 4).
///
/// Without evidence every metric is `nil`: a Brier score of 0.25 is an honest coin flip, not silence. Everything follows
/// from the bins' statistics, so that live bins give all of it; log loss needs the samples (``CalibrationMetrics``).
public struct CalibrationSummary: Hashable, Sendable {
  public let sampleCount: Int64
  public let weightSum: Double
  /// Kish's effective sample size of all samples; 0 without evidence.
  public let effectiveSampleSize: Double
  /// The weighted mean of (p - y)^2, in [0, 1].
  public let brierScore: Double?
  /// 1 - Brier / (base rate (1 - base rate)), at most 1: above 0 is better than stating the base rate always. `nil`, too,
  /// where everything or nothing came true.
  public let brierSkillScore: Double?
  /// The weighted share that came true.
  public let baseRate: Double?
  /// The weighted mean of p.
  public let meanConfidence: Double?
  /// The squared calibration error without the upward bias that ECE has, about 0 for a calibrated agent of any number of
  /// samples; so it may be below 0.
  ///
  /// Kumar, Liang and Ma (2019): per bin (mean p - rate)^2 - rate (1 - rate) / (n - 1), n being Kish's effective size;
  /// for fixed weights that is unbiased, because the variance of a weighted rate is that of n equal samples. A bin of one
  /// sample is taken as it is.
  public let debiasedSquaredCalibrationError: Double?
  /// The Brier score in parts.
  public let murphy: MurphyDecomposition?
  public let curve: CalibrationCurve

  /// The summary of equally wide bins' statistics, in order: the live ten, or another number in
  /// ``EqualWidthBins/countRange``.
  public init(_ bins: [BinStatistics]) {
    let total = bins.reduce(into: BinStatistics.empty) { $0.merge($1) }
    curve = CalibrationCurve(bins)
    sampleCount = total.sampleCount
    weightSum = total.weightSum
    effectiveSampleSize = total.effectiveSampleSize
    baseRate = total.actualRate
    meanConfidence = total.meanConfidence
    brierScore = total.weightSum > 0 ? total.brierSum / total.weightSum : nil
    murphy = MurphyDecomposition(bins, total: total)
    brierSkillScore = Self.skill(brierScore: brierScore, uncertainty: murphy?.uncertainty)
    debiasedSquaredCalibrationError = total.weightSum > 0 ? Self.debiasedError(bins, total: total) : nil
  }

  /// ECE over the bins; see ``CalibrationCurve/expectedCalibrationError``.
  public var expectedCalibrationError: Double? { curve.expectedCalibrationError }

  /// MCE over the bins; see ``CalibrationCurve/maximumCalibrationError``.
  public var maximumCalibrationError: Double? { curve.maximumCalibrationError }

  /// Whether no bin contradicts what it stated; see ``CalibrationCurve/isCalibrated``.
  public var isCalibrated: Bool? { curve.isCalibrated }

  private static func skill(brierScore: Double?, uncertainty: Double?) -> Double? {
    // Less is the rounding of sums that were added and taken out again.
    guard let brierScore, let uncertainty, uncertainty > 1e-12 else { return nil }
    return 1 - brierScore / uncertainty
  }

  private static func debiasedError(_ bins: [BinStatistics], total: BinStatistics) -> Double {
    bins.reduce(0) { sum, bin in
      guard let mean = bin.meanConfidence, let rate = bin.actualRate else { return sum }
      let gap = mean - rate
      let freedom = bin.effectiveSampleSize - 1
      let bias = freedom > 1e-9 ? rate * (1 - rate) / freedom : 0
      return sum + bin.weightSum / total.weightSum * (gap * gap - bias)
    }
  }
}
