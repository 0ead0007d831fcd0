/// The exact two-sided test of a number of successes against a stated probability.
public enum BinomialTest {
  /// The probability, if `distribution` holds, of a result that is at most as likely as `count`: the minimum-likelihood
  /// definition of two-sided, as in R's `binom.test` and SciPy's `binomtest`.
  ///
  /// - Parameter count: in 0...trialCount.
  public static func twoSided(_ count: Int64, in distribution: BinomialDistribution) -> Double {
    precondition((0...distribution.trialCount).contains(count), "no more successes than trials")
    let mean = distribution.mean
    let observed = Double(count)
    if observed == mean { return 1 }
    // As likely but for rounding is as likely.
    let limit = distribution.mass(count) * (1 + 1e-7)
    if observed < mean {
      let other = first(in: Int64(mean.rounded(.up))...distribution.trialCount + 1) {
        distribution.mass($0) <= limit
      }
      return min(distribution.lowerTail(count) + distribution.upperTail(other), 1)
    }
    let below = first(in: 0...Int64(mean.rounded(.down)) + 1) { distribution.mass($0) > limit }
    return min(distribution.upperTail(count) + distribution.lowerTail(below - 1), 1)
  }

  /// The first number for which the condition holds, which then holds to the end; the last one where it never does.
  private static func first(in range: ClosedRange<Int64>, where holds: (Int64) -> Bool) -> Int64 {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper {
      let middle = lower + (upper - lower) / 2
      if holds(middle) { upper = middle } else { lower = middle + 1 }
    }
    return lower
  }
}
