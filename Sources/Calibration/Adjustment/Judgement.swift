/// What a look at the evidence of one action type led to.
public struct Judgement: Hashable, Sendable {
  /// What follows from it.
  public enum Consequence: Hashable, Sendable {
    /// Nothing is to change.
    case none
    /// The step would change nothing: both values are at their bounds.
    case atBound
    /// The correction changes, and has a new version.
    case adjusted(CorrectionChange)
    /// The change waits for a person.
    case proposed(CorrectionChange)
    /// The gap is reported and nothing more: the mode is off, or a person froze the correction.
    case reportedOnly
  }

  /// Calibrated, overconfident or underconfident.
  public let verdict: CalibrationVerdict
  public let gap: DetectedGap
  public let evidence: AdjustmentEvidence
  public let consequence: Consequence
}

/// One correction put in the place of another, and why.
public struct CorrectionChange: Hashable, Sendable {
  public let before: Correction
  public let after: Correction
  /// s: the gap, damped by the signals before it.
  public let signal: Double
  /// What the scaling loses and the threshold gains, before they are held within their bounds.
  public let step: Double
}
