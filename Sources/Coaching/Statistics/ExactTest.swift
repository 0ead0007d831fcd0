/// The exact two-sided test of whether a group's successes depend on being in the group, with what is in each stratum
/// and how much of it succeeds taken as given.
///
/// With one stratum it is Fisher's exact test.
public enum ExactTest {
  /// The probability, if nothing depends on the group, of a number of the group's successes, over all strata, that is
  /// at most as likely as the observed one: as in R's `fisher.test` and SciPy's `fisher_exact`.
  ///
  /// The work grows with the width of the distributions, which is small where expected numbers are.
  public static func twoSided(_ strata: [GroupComparison]) -> Double {
    var start: Int64 = 0
    var masses = [1.0]
    for stratum in strata {
      let distribution = HypergeometricDistribution(population: stratum.both, drawCount: stratum.group.trials)
      let (first, values) = distribution.masses
      start += first
      masses = convolved(masses, values)
    }
    let observed = strata.reduce(0) { $0 + $1.group.successes } - start
    guard observed >= 0, observed < masses.count else { return 0 }
    // As likely but for rounding is as likely.
    let limit = masses[Int(observed)] * (1 + 1e-7)
    // From the smallest up, so that small ones add up before they meet large ones.
    return min(masses.filter { $0 <= limit }.sorted().reduce(0, +), 1)
  }

  private static func convolved(_ one: [Double], _ other: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: one.count + other.count - 1)
    for (position, mass) in one.enumerated() {
      for (offset, factor) in other.enumerated() { result[position + offset] += mass * factor }
    }
    return result
  }
}
