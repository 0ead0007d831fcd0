/// What an agent is told to do with its confidence: multiply it by the scaling, and escalate below the threshold.
public struct Correction: Hashable, Sendable {
  /// What every action type begins with: as stated, and 0.7.
  public static let initial = Correction(confidenceScaling: 1, escalationThreshold: 0.7)

  /// A factor; 1 leaves the confidence as it is.
  public let confidenceScaling: Double
  /// In [0, 1].
  public let escalationThreshold: Double

  public init(confidenceScaling: Double, escalationThreshold: Double) {
    self.confidenceScaling = confidenceScaling
    self.escalationThreshold = escalationThreshold
  }

  /// The correction after a step against a signal: `scaling -= step`, `threshold += step`, each held within its bounds
  /// (SEMANTICS section 5, rule 4).
  func stepped(by step: Double, within policy: AdjustmentPolicy) -> Correction {
    Correction(
      confidenceScaling: (confidenceScaling - step).clamped(to: policy.scalingBounds),
      escalationThreshold: (escalationThreshold + step).clamped(to: policy.thresholdBounds)
    )
  }

  /// What an agent that states a raw confidence says under this correction, in [0, 1].
  public func scaled(_ confidence: Double) -> Double {
    min(max(confidence * confidenceScaling, 0), 1)
  }
}

extension Double {
  fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
    min(max(self, range.lowerBound), range.upperBound)
  }
}
