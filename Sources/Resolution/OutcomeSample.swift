/// What a resolved primary outcome says about its action's confidence (SEMANTICS section 4).
public struct OutcomeSample: Hashable, Sendable {
  /// In [0, 1].
  public let predictedConfidence: Double
  /// Whether it came true.
  public let outcome: Bool
  /// The outcome's evidence weight, 0 or above: a touch that a model gives nothing is evidence of nothing.
  public let weight: Double
  public let calibrationVersion: Int64?
}
