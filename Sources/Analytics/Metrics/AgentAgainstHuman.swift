import Coaching
import EventModel

/// The agent against people, by outcome type.
enum AgentAgainstHuman {
  static func metric(_ pair: PeriodPair, policy: AnalyticsPolicy) -> Metric {
    let comparisons = HumanComparison.all(pair.current, policy: policy)
    let sampleSize = comparisons.reduce(0) { $0 + $1.agent.trials }
    return Metric(
      .agentAgainstHuman,
      comparisons.isEmpty
        ? .missing(
          "It takes decided outcomes, and analytics_human_baseline or at least \(HumanComparison.labelCountMin) labels "
            + "of their type."
        ) : .known(Double(comparisons.count), sampleSize: sampleSize),
      details: [.number("agent_cost_per_interaction", CostMetrics.mean(pair.current.actions.total).value)],
      breakdowns: [Breakdown("by_outcome_type", comparisons.map { row($0, policy) })]
    )
  }

  private static func row(_ comparison: HumanComparison, _ policy: AnalyticsPolicy) -> MetricRow {
    var details: [JSONMember] = [
      .number("agent_rate", comparison.agent.rate),
      .number("human_rate", comparison.humanRate),
      JSONMember("human_sample_size", comparison.humanSampleCount.map { .number(JSONNumber($0)) } ?? .null),
      .text("human_source", comparison.source.rawValue),
      .number("human_cost_per_interaction", policy.humanBaselines[comparison.outcomeType]?.cost),
    ]
    if let verdict = comparison.verdict {
      details += [.text("verdict", verdict), .text("sentence", comparison.sentence)]
    }
    return MetricRow(
      [.text("outcome_type", comparison.outcomeType.rawValue)],
      .known(comparison.difference, sampleSize: comparison.agent.trials, interval: comparison.interval),
      details: details
    )
  }
}
