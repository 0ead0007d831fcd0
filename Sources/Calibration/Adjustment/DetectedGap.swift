/// How far the stated confidences lie from what happened, over the bins with enough samples (SEMANTICS section 5, rule 3).
public struct DetectedGap: Hashable, Sendable {
  /// The mean gap, weighted by the bins' weights, in [-1, 1]: above 0 is overconfident.
  public let value: Double
  /// Half of the 95 % interval: 1.96 sqrt(sum of w^2 p (1 - p)) / sum of w.
  public let margin: Double
  /// Samples in the bins that count.
  public let sampleCount: Int64

  /// Whether chance alone explains it.
  public var mayBeNone: Bool { abs(value) <= margin }

  /// What it says of the agent: a small gap, or one that chance explains, is none.
  func verdict(under policy: AdjustmentPolicy) -> CalibrationVerdict {
    if abs(value) <= policy.gapThreshold || mayBeNone { return .calibrated }
    return value > 0 ? .overconfident : .underconfident
  }
}
