import Coaching

/// How one group of actions does against the rest of its team: over all, and at equal value of another dimension.
///
/// Reps act on different things, and an action type that is hard for everybody must not be held against the rep who
/// does most of it. So the test is that of Cochran, Mantel and Haenszel within the strata of the other dimension.
struct Standing: Sendable {
  /// Trials that a group and the rest each need to be tested.
  static let trialCountMin: Int64 = 20
  /// The share of flags that may be none, on average.
  static let falseDiscoveryRate = 0.05

  enum Flag: String, Sendable {
    case above
    case below
  }

  let dimension: Dimension
  let value: DimensionValue
  let comparison: GroupComparison
  /// At equal value of the other dimension.
  let stratified: StratifiedComparison
  /// The smallest false discovery rate, over all tests of the metric, at which no difference is rejected.
  let adjustedProbability: Double
  /// `nil` where the difference isn't credible.
  let flag: Flag?

  private init(_ test: StandingTest, adjusted: Double) {
    dimension = test.dimension
    value = test.value
    comparison = test.comparison
    stratified = test.stratified
    adjustedProbability = adjusted
    flag = test.flag(adjusted: adjusted)
  }

  /// Those of all tested values of several dimensions; each is tested at equal value of its own other dimension.
  static func judged(_ tests: [StandingTest]) -> [Standing] {
    zip(tests, FalseDiscovery.adjusted(tests.map(\.stratified.probability))).map { Standing($0, adjusted: $1) }
  }
}
