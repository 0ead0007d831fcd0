import Calibration

/// Whether two rates differ: the z test with the pooled rate, or the exact test where it would not be true enough.
public enum TwoProportionTest {
  /// The z test is taken from this expected number in the smallest of the four cells on.
  ///
  /// The usual 5 is meant for tests at 5 %. Among many hypotheses it is the level of a thousandth that counts, and
  /// there the z test of 100 outcomes against 5,000 at a rate of 5 % rejects nearly twice as often as it says; from 20
  /// on it is never more than a seventh too often (computed exactly for rates of 3 to 85 % and groups of 30 to 5,000).
  public static let expectedCountMin = 20.0

  /// The two-sided p value.
  public static func twoSided(_ comparison: GroupComparison, designEffect: DesignEffect = .none) -> Double {
    let effect = designEffect.combined(comparison)
    let room = comparison.expectedRoom
    guard min(room.down, room.up) >= expectedCountMin * effect else {
      return ExactTest.twoSided([designEffect == .none ? comparison : comparison.shrunk(by: designEffect)])
    }
    return NormalDistribution.twoSided(score(comparison) / effect.squareRoot())
  }

  /// The difference over its standard error if both rates are the pooled one; 0 where there is no spread.
  public static func score(_ comparison: GroupComparison) -> Double {
    let rate = comparison.pooledRate
    let spread = 1 / Double(comparison.group.trials) + 1 / Double(comparison.rest.trials)
    let variance = rate * (1 - rate) * spread
    return variance > 0 ? comparison.difference / variance.squareRoot() : 0
  }
}

extension GroupComparison {
  /// As many independent outcomes as these are worth, in whole numbers, rounded towards no difference.
  fileprivate func shrunk(by effect: DesignEffect) -> GroupComparison {
    let isHigh = difference > 0
    return GroupComparison(
      group: group.shrunk(by: effect.group, isRoundedUp: !isHigh),
      rest: rest.shrunk(by: effect.rest, isRoundedUp: isHigh)
    ) ?? self
  }
}

extension SuccessCount {
  fileprivate func shrunk(by effect: Double, isRoundedUp: Bool) -> SuccessCount {
    let few = max(1, Int64(Double(trials) / effect))
    let part = Double(successes) / Double(trials) * Double(few)
    // A whole number but for rounding is that number.
    let rounded = isRoundedUp ? (part - 1e-9).rounded(.up) : (part + 1e-9).rounded(.down)
    return SuccessCount(trials: few, successes: min(max(0, Int64(rounded)), few))
  }
}
