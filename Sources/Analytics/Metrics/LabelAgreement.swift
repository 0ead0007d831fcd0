import Coaching
import EventModel

/// Whether people's labels say what the automatic decisions say.
enum LabelAgreement {
  static func metric(_ pair: PeriodPair) -> Metric {
    let rows = OutcomeType.allCases.compactMap { type in
      pair.current.labels[type].map { MetricRow([.text("outcome_type", type.rawValue)], figure(count($0))) }
    }
    let (current, previous) = (total(pair.current), total(pair.previous))
    return Metric(
      .labelAgreement,
      figure(current),
      previous: figure(previous),
      change: Change(from: previous, to: current),
      breakdowns: [Breakdown("by_outcome_type", rows)]
    )
  }

  private static func total(_ period: PeriodTally) -> SuccessCount {
    period.labels.values.reduce(.zero) { $0 + count($1) }
  }

  private static func count(_ tally: LabelTally) -> SuccessCount {
    SuccessCount(rolledUp: tally.agreeingCount, of: tally.agreeingCount + tally.differingCount)
  }

  private static func figure(_ count: SuccessCount) -> Figure {
    .rate(count, missing: "Nobody labelled an outcome that was decided by itself.")
  }
}
