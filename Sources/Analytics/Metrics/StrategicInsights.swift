import Coaching
import EventModel
import Resolution

/// Sentences that follow from the figures by fixed rules, and say no more than those give.
///
/// - `rate_changed`: the 95 % interval of a rate's change leaves out 0, and its test survives the control of false
///   discoveries among all rates that could be tested.
/// - `agent_against_human`: the interval of the difference leaves out 0.
/// - `confidence`: what the agent states of an action type is credibly wrong.
/// - `credit_concentrated`: at least half of ten credited conversions or more went to one action type.
/// - `return`: what the time saved is worth against the cost, as the tenant assumes it.
enum StrategicInsights {
  static let falseDiscoveryRate = 0.05
  static let conversionCountMin = 10.0
  static let shareMin = 0.5

  /// What one rule has to say, and how many statements it tested.
  private struct Finding {
    let rule: String
    let sentences: [String]
    let testCount: Int
  }

  static func metric(_ pair: PeriodPair, policy: AnalyticsPolicy) -> Metric {
    let findings = [
      changes(pair), humans(pair, policy), confidence(pair), credit(pair), returns(pair, policy),
    ]
    let testCount = findings.reduce(0) { $0 + $1.testCount }
    let rows = findings.flatMap { finding in
      finding.sentences.map { (rule: finding.rule, sentence: $0) }
    }
    return Metric(
      .strategicInsights,
      testCount > 0
        ? .known(Double(rows.count), sampleSize: Int64(testCount))
        : .missing("There is too little data for any statement."),
      details: [
        JSONMember(
          "statements",
          .array(rows.map { .object([.text("rule", $0.rule), .text("sentence", $0.sentence)]) })
        )
      ]
    )
  }

  // MARK: Rules

  private static func changes(_ pair: PeriodPair) -> Finding {
    let tested = RateMetric.all.compactMap { rate in
      let change = rate.change(pair)
      return change.probability.map { (rate: rate, change: change, probability: $0) }
    }
    let adjusted = FalseDiscovery.adjusted(tested.map { $0.probability })
    let sentences = zip(tested, adjusted).compactMap { test, adjusted -> String? in
      guard adjusted <= falseDiscoveryRate, test.change.interval?.excludesZero == true else { return nil }
      return sentence(test.rate, test.change, pair)
    }
    return Finding(rule: "rate_changed", sentences: sentences, testCount: tested.count)
  }

  private static func sentence(_ rate: RateMetric, _ change: Change, _ pair: PeriodPair) -> String? {
    let before = rate.measure.rates(in: pair.previous).total.count
    let after = rate.measure.rates(in: pair.current).total.count
    if rate.measure.mixesOutcomeTypes, let difference = change.difference, let interval = change.interval {
      let points = FigureText.signed(tenths: FigureText.tenths(difference))
      return "At equal outcome type the \(rate.phrase) changed by \(points) points (\(interval.points))."
    }
    guard let rateBefore = before.rate, let rateAfter = after.rate, let interval = change.interval else { return nil }
    let verb = change.statement == .rose ? "rose" : "fell"
    let (tenthsBefore, tenthsAfter) = (FigureText.tenths(rateBefore), FigureText.tenths(rateAfter))
    return "The \(rate.phrase) \(verb) from \(FigureText.decimal(tenths: tenthsBefore)) % of "
      + "\(FigureText.count(before.trials)) to \(FigureText.decimal(tenths: tenthsAfter)) % of "
      + "\(FigureText.count(after.trials)) (\(interval.points))."
  }

  private static func humans(_ pair: PeriodPair, _ policy: AnalyticsPolicy) -> Finding {
    let comparisons = HumanComparison.all(pair.current, policy: policy)
    return Finding(
      rule: "agent_against_human",
      sentences: comparisons.compactMap(\.sentence),
      testCount: comparisons.count
    )
  }

  private static func confidence(_ pair: PeriodPair) -> Finding {
    let groups = pair.current.primary.groups(by: .actionType).filter { ConfidenceGap($0.tally.samples) != nil }
    let sentences = ConfidenceGapMetric.wrongActionTypes(pair.current).compactMap { value, gap -> String? in
      guard case .named(let name) = value else { return nil }
      return "At \"\(name)\" the agent \(gap.sentence)."
    }
    return Finding(rule: "confidence", sentences: sentences, testCount: groups.count)
  }

  private static func credit(_ pair: PeriodPair) -> Finding {
    let groups = ImpactMetrics.byActionType(pair.current)
    let total = groups.reduce(0) { $0 + $1.tally.conversionCount }
    guard total >= conversionCountMin else { return Finding(rule: "credit_concentrated", sentences: [], testCount: 0) }
    let sentences = groups.compactMap { value, tally -> String? in
      let share = tally.conversionCount / total
      guard case .named(let name) = value, share >= shareMin else { return nil }
      return "Of \(FigureText.decimal(tenths: Int((total * 10).rounded()))) credited conversions "
        + "\(FigureText.decimal(tenths: FigureText.tenths(share))) % are credited to \"\(name)\"."
    }
    return Finding(rule: "credit_concentrated", sentences: sentences, testCount: 1)
  }

  private static func returns(_ pair: PeriodPair, _ policy: AnalyticsPolicy) -> Finding {
    let metric = TimeMetrics.returnOnInvestment(pair, policy: policy)
    guard let ratio = metric.figure.value else { return Finding(rule: "return", sentences: [], testCount: 0) }
    let verdict = ratio >= 0 ? "more than it costs" : "less than it costs"
    let sentence =
      "By the tenant's own assumptions the time saved by \(FigureText.count(metric.figure.sampleSize)) interactions is "
      + "worth \(verdict)."
    return Finding(rule: "return", sentences: [sentence], testCount: 1)
  }
}

extension RateMetric {
  /// As a sentence names it.
  fileprivate var phrase: String {
    name.rawValue.split(separator: "_").joined(separator: " ")
  }
}
