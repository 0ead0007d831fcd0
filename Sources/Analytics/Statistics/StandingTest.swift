import Calibration
import Coaching

/// One value of a dimension against the rest.
struct StandingTest: Sendable {
  let dimension: Dimension
  let value: DimensionValue
  let comparison: GroupComparison
  let stratified: StratifiedComparison
  /// Of the whole team, in [0, 1].
  let teamRate: Double

  /// - Parameters:
  ///   - strata: by the other dimension, the group's count and the rest's.
  /// `nil` where one side is too small, or no stratum has both.
  init?(
    _ value: DimensionValue,
    of dimension: Dimension,
    group: SuccessCount,
    all: SuccessCount,
    strata: [(group: SuccessCount, all: SuccessCount)]
  ) {
    guard let rest = all.without(group), min(group.trials, rest.trials) >= Standing.trialCountMin,
      let comparison = GroupComparison(group: group, rest: rest), let teamRate = all.rate
    else { return nil }
    let comparable = strata.compactMap { stratum in
      stratum.all.without(stratum.group).flatMap { GroupComparison(group: stratum.group, rest: $0) }
    }
    guard !comparable.isEmpty else { return nil }
    self.dimension = dimension
    self.value = value
    self.comparison = comparison
    self.teamRate = teamRate
    stratified = StratifiedComparison(comparable)
  }

  /// A difference is credible where the group's own interval leaves out the team's rate, the difference at equal
  /// value of the other dimension has the same direction, and an interval that leaves out 0, and its test survives
  /// the control of false discoveries.
  func flag(adjusted: Double) -> Standing.Flag? {
    guard adjusted <= Standing.falseDiscoveryRate, let interval = comparison.group.interval else { return nil }
    if interval.lower > teamRate, stratified.interval.lower > 0 { return .above }
    if interval.upper < teamRate, stratified.interval.upper < 0 { return .below }
    return nil
  }
}

extension SuccessCount {
  /// What is left without a part; `nil` where the part is none, which roll-ups can show for a moment.
  fileprivate func without(_ part: SuccessCount) -> SuccessCount? {
    guard part.successes <= successes, part.failures <= failures else { return nil }
    return SuccessCount(trials: trials - part.trials, successes: successes - part.successes)
  }
}
