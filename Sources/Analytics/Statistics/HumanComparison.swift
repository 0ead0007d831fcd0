import Calibration
import Coaching
import EventModel

/// The agent's success rate at one outcome type against that of people.
struct HumanComparison: Sendable {
  /// Where the people's rate comes from.
  enum Source: String, Sendable {
    /// `analytics_human_baseline`.
    case setting
    /// The labels that people gave to outcomes. These are mostly outcomes that were unclear, and are among the agent's
    /// own; because of that the interval is too wide rather than too narrow.
    case labels
  }

  /// Labels that a rate is taken from.
  static let labelCountMin: Int64 = 20

  let outcomeType: OutcomeType
  let agent: SuccessCount
  /// In [0, 1].
  let humanRate: Double
  /// `nil` where the rate is taken as exact.
  let humanSampleCount: Int64?
  let source: Source
  /// The agent's rate minus the people's.
  let difference: Double
  let interval: FigureInterval

  /// `nil` where either has no rate.
  init?(_ type: OutcomeType, in period: PeriodTally, policy: AnalyticsPolicy) {
    agent = RateMeasure.outcome(type).rates(in: period).total.count
    guard let rate = agent.rate, let own = agent.interval else { return nil }
    outcomeType = type
    if let baseline = policy.humanBaselines[type] {
      (humanRate, humanSampleCount, source) = (baseline.rate, baseline.sampleCount, .setting)
    } else {
      let labels = period.labels[type] ?? LabelTally()
      let count = SuccessCount(rolledUp: labels.positiveCount, of: labels.positiveCount + labels.negativeCount)
      guard count.trials >= Self.labelCountMin, let rate = count.rate else { return nil }
      (humanRate, humanSampleCount, source) = (rate, count.trials, .labels)
    }
    difference = rate - humanRate
    if let humanSampleCount {
      let other = WilsonInterval(rate: humanRate, sampleSize: Double(humanSampleCount))
      interval = FigureInterval(DifferenceInterval(rate: rate, own, minus: humanRate, other))
    } else {
      interval = FigureInterval(low: own.lower - humanRate, high: own.upper - humanRate, method: .transformedWilson)
    }
  }

  /// `nil` where the interval holds 0.
  var verdict: String? {
    guard interval.excludesZero else { return nil }
    return difference > 0 ? "better" : "worse"
  }

  /// What was seen, where the difference is credible.
  var sentence: String? {
    guard let verdict, let rate = agent.rate else { return nil }
    let people = source == .setting ? "the people's rate that the tenant states" : "the share of people's labels"
    return "At \(outcomeType.rawValue) the agent does \(verdict) than \(people): "
      + "\(FigureText.decimal(tenths: FigureText.tenths(rate))) % of \(FigureText.count(agent.trials)) against "
      + "\(FigureText.decimal(tenths: FigureText.tenths(humanRate))) % (\(interval.points))."
  }

  /// Those of all outcome types that can be compared.
  static func all(_ period: PeriodTally, policy: AnalyticsPolicy) -> [HumanComparison] {
    OutcomeType.allCases.compactMap { HumanComparison($0, in: period, policy: policy) }
  }
}
