public import Calibration

/// A group against the rest at equal value of something else: stratum by stratum, then taken together.
public struct StratifiedComparison: Hashable, Sendable {
  /// The strata that hold outcomes of both sides; the others can't be compared.
  public let strata: [GroupComparison]
  /// The Mantel-Haenszel estimate of the common difference of the rates, in [-1, 1]: the strata's differences, weighted
  /// by n1 n0 / (n1 + n0).
  public let difference: Double
  /// Of that difference, with Sato's variance ("On the variance estimator for the Mantel-Haenszel risk difference",
  /// Biometrics 45, 1989), which is good for few large strata and for many small ones.
  public let interval: DifferenceInterval
  /// The two-sided p value of no difference in any stratum: the test of Cochran (1954), Mantel and Haenszel (1959)
  /// without a continuity correction; the exact test where that would not be true enough.
  public let probability: Double

  /// - Parameters:
  ///   - strata: at least one.
  ///   - designEffect: on the variance of the difference, at least 1.
  ///   - score: of the interval.
  public init(_ strata: [GroupComparison], designEffect: Double = 1, score: Double = WilsonInterval.score95) {
    precondition(!strata.isEmpty, "without strata there is nothing to compare")
    self.strata = strata
    let weightSum = strata.reduce(0) { $0 + $1.weight }
    let estimate = strata.reduce(0) { $0 + $1.weight * $1.difference } / weightSum
    let variance = strata.reduce(0) { $0 + $1.satoTerm(estimate) } / (weightSum * weightSum)
    let half = score * (max(0, variance) * designEffect).squareRoot()
    difference = estimate
    interval = DifferenceInterval(lower: estimate - half, upper: estimate + half)
    probability = Self.probability(strata, designEffect: designEffect)
  }

  /// Mantel and Fleiss (1980) ask for the same room on both sides, with 5.
  private static func probability(_ strata: [GroupComparison], designEffect: Double) -> Double {
    let rooms = strata.map(\.expectedRoom)
    let room = min(rooms.reduce(0) { $0 + $1.down }, rooms.reduce(0) { $0 + $1.up })
    guard room >= TwoProportionTest.expectedCountMin else {
      let exact = ExactTest.twoSided(strata)
      if designEffect == 1 { return exact }
      return NormalDistribution.twoSided(NormalScore.twoSided(exact) / designEffect.squareRoot())
    }
    let excess = strata.reduce(0) { $0 + Double($1.group.successes) - $1.expectedSuccesses }
    let variance = strata.reduce(0) { $0 + $1.hypergeometricVariance }
    return NormalDistribution.twoSided(excess / (variance * designEffect).squareRoot())
  }
}

extension GroupComparison {
  /// n1 n0 / (n1 + n0).
  fileprivate var weight: Double {
    Double(group.trials) * Double(rest.trials) / Double(both.trials)
  }

  /// What the stratum adds to Sato's variance of the estimate, before the division by the square of the weights' sum.
  fileprivate func satoTerm(_ estimate: Double) -> Double {
    let (groupTrials, restTrials) = (Double(group.trials), Double(rest.trials))
    let (groupSuccesses, restSuccesses) = (Double(group.successes), Double(rest.successes))
    let trials = groupTrials + restTrials
    let balance = groupTrials * restTrials * (restTrials - groupTrials) / 2
    let first = groupTrials * groupTrials * restSuccesses - restTrials * restTrials * groupSuccesses + balance
    let second = groupSuccesses * Double(rest.failures) + restSuccesses * Double(group.failures)
    return estimate * first / (trials * trials) + second / (2 * trials)
  }

  /// Of the group's successes, with the margins given; 0 where everything or nothing succeeded.
  fileprivate var hypergeometricVariance: Double {
    expectedSuccesses * (1 - pooledRate) * Double(rest.trials) / Double(both.trials - 1)
  }
}
