/// What is left of a difference at equal value of another attribute, which rivals to be its cause.
public struct RivalCheck: Hashable, Sendable {
  public let attribute: CoachingAttribute
  /// The difference at equal value of the rival; `nil` where too few outcomes of the value have their like, so that it
  /// can't be told apart from the rival.
  public let comparison: StratifiedComparison?
  /// The part of the value's outcomes that has its like at equal value of the rival, in [0, 1].
  public let comparableShare: Double

  init(
    _ attribute: CoachingAttribute,
    strata: [GroupComparison],
    of crude: GroupComparison,
    designEffect: Double,
    policy: CoachingPolicy,
    score: Double
  ) {
    self.attribute = attribute
    let comparable = strata.reduce(0) { $0 + $1.group.trials }
    comparableShare = Double(comparable) / Double(crude.group.trials)
    comparison =
      strata.isEmpty || comparableShare < policy.comparableShareMin
      ? nil : StratifiedComparison(strata, designEffect: designEffect, score: score)
  }

  /// The p value of a difference at equal value of the rival that has the direction of the crude one, `sign`; 1 where
  /// it has the other or can't be told.
  func probability(sign: Double) -> Double {
    guard let comparison, comparison.difference * sign > 0 else { return 1 }
    return comparison.probability
  }
}
