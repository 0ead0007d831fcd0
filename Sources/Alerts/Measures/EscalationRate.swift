public import Analytics
import Coaching
public import EventModel

/// How many of the tenant's actions are handed to people: those of the last whole days against the days before.
///
/// That an action was escalated is known at once, so that no day has to mature.
public struct EscalationRate: Sendable {
  private let outcomes: [OutcomeRollup]
  private let now: Timestamp

  public init(_ outcomes: [OutcomeRollup], at now: Timestamp) {
    self.outcomes = outcomes
    self.now = now
  }

  /// The first day that a rule needs.
  public static func firstDay(_ rule: AlertRule, at now: Timestamp) -> UTCDay {
    RatePeriods(completeAt: now, rule: rule).baseline.lowerBound
  }

  func observation(_ rule: AlertRule) -> AlertObservation {
    let periods = RatePeriods(completeAt: now, rule: rule)
    var (recent, baseline) = (RateCount(), RateCount())
    for row in outcomes {
      // Each action has one primary outcome, so that these count the actions.
      let trials = row.isPrimary ? row.statuses.total : 0
      let successes = row.outcomeType == .escalationResult ? row.statuses.total : 0
      if periods.recent.contains(row.day) { recent.add(successes: successes, trials: trials) }
      if periods.baseline.contains(row.day) { baseline.add(successes: successes, trials: trials) }
    }
    let figures = RateFigures([(recent, baseline)], sampleCountMin: rule.sampleCountMin ?? 1)
    guard let comparison = figures.comparison, let thresholds = rule.thresholds else {
      return .missing(
        .tenant,
        "There are \(FigureText.count(figures.recent.trials)) actions in the last period and "
          + "\(FigureText.count(figures.baseline.trials)) in the one before; a statement needs "
          + "\(FigureText.count(rule.sampleCountMin ?? 1)) of each."
      )
    }
    let level = rule.significance ?? 1
    let text = RateText(figures, comparison, level: level)
    let days = PeriodText.days([periods.recent])
    return AlertObservation(
      subject: .tenant,
      standing: thresholds.standing(comparison.difference, isSure: comparison.probability <= level),
      figures: .init(
        observed: figures.rate,
        threshold: text.baselineRate + thresholds.enter,
        baseline: text.baselineRate,
        sampleCount: figures.recent.trials
      ),
      title: "The escalation rate rose from \(text.baseline) to \(text.recent)",
      lines: [
        "Of \(FigureText.count(figures.recent.trials)) actions of \(days), \(text.recent) were handed to people; of "
          + "\(FigureText.count(figures.baseline.trials)) in the \(rule.baselineDays ?? 0) days before, "
          + "\(text.baseline).",
        text.chance,
      ],
      advice:
        "What to do: see in the analytics which action types and reps they are, and with `reckoner calibration history` "
        + "whether a correction raised the escalation threshold.",
      facts: text.facts(days),
      evidence: .object([
        "from": .string(periods.recent.lowerBound.description), "to": .string(periods.recent.upperBound.description),
        "escalated": .count(recent.successes), "actions": .count(recent.trials),
        "baseline_escalated": .count(baseline.successes), "baseline_actions": .count(baseline.trials),
        "probability": .real(comparison.probability),
      ])
    )
  }
}
