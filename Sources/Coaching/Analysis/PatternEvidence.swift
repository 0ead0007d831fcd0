public import Calibration

/// The numbers behind a difference.
public struct PatternEvidence: Hashable, Sendable {
  public let value: AttributeValue
  /// The value's outcomes, and those of the other values of its attribute.
  public let comparison: GroupComparison
  /// How much less sure the rates are than those of independent outcomes, since conversations decide several at once.
  public let designEffect: DesignEffect
  /// Of every interval here.
  public let confidence: Double
  public let groupInterval: WilsonInterval
  public let restInterval: WilsonInterval
  public let differenceInterval: DifferenceInterval
  /// The two-sided p value of the difference.
  public let probability: Double
  /// The smallest false discovery rate, over all tested values of all attributes, at which it is rejected.
  public let adjustedProbability: Double
  /// The same for the difference at equal value of every other attribute.
  public let adjustedJointProbability: Double
  /// The attribute at whose equal value the least of the difference is left; `nil` where none can be compared.
  public let strongestRival: RivalCheck?

  init(_ test: PatternTest, adjusted: Double, adjustedJoint: Double, confidence: Double, score: Double) {
    value = test.value
    comparison = test.comparison
    designEffect = test.designEffect
    self.confidence = confidence
    groupInterval = WilsonInterval(
      rate: test.comparison.groupRate,
      sampleSize: Double(test.comparison.group.trials) / test.designEffect.group,
      score: score
    )
    restInterval = WilsonInterval(
      rate: test.comparison.restRate,
      sampleSize: Double(test.comparison.rest.trials) / test.designEffect.rest,
      score: score
    )
    differenceInterval = DifferenceInterval(
      rate: test.comparison.groupRate,
      groupInterval,
      minus: test.comparison.restRate,
      restInterval
    )
    probability = test.probability
    adjustedProbability = adjusted
    adjustedJointProbability = adjustedJoint
    strongestRival = test.strongestRival
  }

  /// Whether the value does better than the rest.
  public var isBetter: Bool { comparison.difference > 0 }

  /// The part of the difference that is sure, over all and at equal value of the strongest rival.
  public var strength: Double {
    min(differenceInterval.assured, strongestRival?.comparison?.interval.assured ?? 1)
  }
}
