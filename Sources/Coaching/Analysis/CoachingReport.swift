/// What a tally says: patterns by statistics alone, so that the same outcomes always give the same patterns.
///
/// Every value of every attribute with enough outcomes is tested against the other values of its attribute, and again
/// at equal value of each other attribute. A pattern is what stands all of these tests with a false discovery rate,
/// among all that was tested, within the policy's: so of the patterns that are told no more than that share is expected
/// to be none, be it by chance or by another attribute of the tally. What no attribute says can't be seen: a pattern is
/// still no proof of a cause.
///
/// Intervals are each a pattern's own; those of the strongest of many patterns are a little too hopeful.
public struct CoachingReport: Hashable, Sendable {
  public let policy: CoachingPolicy
  /// Of everything that was tallied.
  public let overall: SuccessCount
  /// Values that were tested. Of an attribute with two values one is: the better one, since both say the same.
  public let testCount: Int
  /// Values with fewer outcomes than the minimum.
  public let untestedValueCount: Int
  /// The strongest first.
  public let patterns: [CoachingPattern]
  /// The strongest first.
  public let confounded: [ConfoundedDifference]

  public init(_ tally: CoachingTally, policy: CoachingPolicy = CoachingPolicy()) {
    policy.validate()
    self.policy = policy
    overall = tally.all.count
    let candidates = CoachingAttribute.allCases.map { Self.candidates(of: $0, in: tally) }
    let score = NormalScore.twoSided(1 - policy.confidence)
    let tests = candidates.flatMap { Self.tests(of: $0, in: tally, policy: policy, score: score) }
    testCount = tests.count
    untestedValueCount = candidates.reduce(0) { $0 + $1.count } - tests.count
    let adjusted = FalseDiscovery.adjusted(tests.map(\.probability))
    let adjustedJoint = FalseDiscovery.adjusted(tests.map(\.jointProbability))
    var patterns: [CoachingPattern] = []
    var confounded: [ConfoundedDifference] = []
    for (index, test) in tests.enumerated() {
      let (crude, joint) = (adjusted[index], adjustedJoint[index])
      guard let verdict = test.verdict(adjusted: crude, adjustedJoint: joint, policy: policy) else { continue }
      let evidence = PatternEvidence(
        test,
        adjusted: crude,
        adjustedJoint: joint,
        confidence: policy.confidence,
        score: score
      )
      switch verdict {
      case .holds: patterns.append(CoachingPattern(evidence))
      case .explained, .reversed, .tooFewSamples:
        confounded.append(ConfoundedDifference(evidence: evidence, verdict: verdict))
      }
    }
    self.patterns = patterns.sorted { $0.evidence.precedes($1.evidence) }
    self.confounded = confounded.sorted { $0.evidence.precedes($1.evidence) }
  }

  /// The values that are told apart, in their order.
  private static func candidates(of attribute: CoachingAttribute, in tally: CoachingTally) -> [AttributeValue] {
    let table = tally.attributes[attribute.index]
    let values = table.values.keys.sorted()
    guard values.count == 2, table.otherCount == .zero else { return values }
    let rates = values.map { table.values[$0]?.count.rate ?? 0 }
    return rates[0] < rates[1] ? [values[1]] : [values[0]]
  }

  /// The tests of an attribute's values, with the checks that may matter.
  private static func tests(
    of values: [AttributeValue],
    in tally: CoachingTally,
    policy: CoachingPolicy,
    score: Double
  ) -> [PatternTest] {
    guard let attribute = values.first?.attribute else { return [] }
    let table = tally.attributes[attribute.index]
    var tests = values.compactMap { value in
      table.values[value].flatMap {
        PatternTest(value, group: $0, known: table.known, all: tally.all, policy: policy)
      }
    }
    for rival in CoachingAttribute.allCases where rival != attribute {
      let crossing = Crossing(attribute, by: rival, in: tally)
      // No test can be rejected above the rate itself, so that the others need no checks.
      for index in tests.indices where tests[index].probability <= policy.falseDiscoveryRate {
        tests[index].check(by: rival, crossing, policy: policy, score: score)
      }
    }
    return tests
  }
}

extension PatternEvidence {
  /// The stronger one first; the value decides among equals.
  fileprivate func precedes(_ other: PatternEvidence) -> Bool {
    strength != other.strength ? strength > other.strength : value < other.value
  }
}
