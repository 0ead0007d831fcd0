import Calibration

/// One value of one attribute, tested against the other values of that attribute.
struct PatternTest {
  let value: AttributeValue
  let comparison: GroupComparison
  let designEffect: DesignEffect
  /// The two-sided p value of the crude difference.
  let probability: Double
  private(set) var rivals: [RivalCheck] = []

  /// `nil` with too few outcomes on either side.
  init?(_ value: AttributeValue, group: OutcomeGroup, known: OutcomeGroup, all: OutcomeGroup, policy: CoachingPolicy) {
    let rest = known.count - group.count
    guard min(group.count.trials, rest.trials) >= policy.sampleCountMin,
      let comparison = GroupComparison(group: group.count, rest: rest)
    else { return nil }
    self.value = value
    self.comparison = comparison
    // A small group's own likeness is known badly, and that of all may be another: the larger one is the careful
    // choice.
    let common = all.intraclassCorrelation
    designEffect = DesignEffect(
      group: group.designEffect(correlation: max(common, group.intraclassCorrelation)),
      rest: known.designEffect(correlation: max(common, known.intraclassCorrelation))
    )
    probability = TwoProportionTest.twoSided(comparison, designEffect: designEffect)
  }

  private var sign: Double { comparison.difference < 0 ? -1 : 1 }

  /// The p value of a difference in one direction at equal value of every rival, and over all: the largest of them.
  /// None of them may be missing, so that the largest keeps its level for all (Berger, "Multiparameter hypothesis
  /// testing and acceptance sampling", Technometrics 24, 1982).
  var jointProbability: Double {
    rivals.reduce(probability) { max($0, $1.probability(sign: sign)) }
  }

  /// Looks at the difference within the strata of another attribute.
  mutating func check(by rival: CoachingAttribute, _ crossing: Crossing, policy: CoachingPolicy, score: Double) {
    guard crossing.hasStrata else { return }
    let check = RivalCheck(
      rival,
      strata: crossing.strata(of: value, comparison),
      of: comparison,
      designEffect: designEffect.combined(comparison),
      policy: policy,
      score: score
    )
    if check.comparison == nil, value.attribute.details.contains(rival) { return }
    rivals.append(check)
  }

  // MARK: Verdict

  /// What is left at equal value of the rival, positive in the direction of the crude difference.
  private func remainder(_ comparison: StratifiedComparison) -> Double { comparison.difference * sign }

  /// The rival that leaves the least of the difference, among those that can be compared.
  var strongestRival: RivalCheck? {
    let comparable = rivals.compactMap { rival in rival.comparison.map { (rival, remainder($0)) } }
    return comparable.min { $0.1 < $1.1 }?.0
  }

  /// The rival that leaves the least evidence of the difference.
  private var hardestRival: RivalCheck? {
    rivals.max { $0.probability(sign: sign) < $1.probability(sign: sign) }
  }

  /// `nil` where the difference is no finding: it is too small, or chance, or there is no rival to tell of.
  /// - Parameters:
  ///   - adjusted: ``probability`` among those of all tests.
  ///   - adjustedJoint: ``jointProbability`` among those of all tests.
  func verdict(adjusted: Double, adjustedJoint: Double, policy: CoachingPolicy) -> CoachingVerdict? {
    guard adjusted <= policy.falseDiscoveryRate, abs(comparison.difference) >= policy.differenceMin else { return nil }
    if let rival = strongestRival, let stratified = rival.comparison {
      let left = remainder(stratified)
      if left < 0, stratified.probability <= 1 - policy.confidence { return .reversed(by: rival.attribute) }
      if left < policy.remainderMin * abs(comparison.difference) { return .explained(by: rival.attribute) }
      if left < policy.differenceMin { return nil }
    }
    if adjustedJoint <= policy.falseDiscoveryRate { return .holds }
    return hardestRival.map { .tooFewSamples(within: $0.attribute) }
  }
}
