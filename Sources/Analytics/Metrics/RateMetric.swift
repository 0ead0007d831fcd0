import Coaching
import EventModel

/// The metric of a rate, with its change and its breakdowns.
struct RateMetric: Sendable {
  let name: MetricName
  let measure: RateMeasure

  static let success = RateMetric(name: .successRate, measure: .primary)
  static let response = RateMetric(name: .responseRate, measure: .outcome(.emailEngagement))
  static let meeting = RateMetric(name: .meetingRate, measure: .outcome(.meetingOutcome))
  static let dealProgression = RateMetric(name: .dealProgressionRate, measure: .outcome(.dealProgression))
  static let escalation = RateMetric(name: .escalationRate, measure: .escalations)
  static let escalationResolution = RateMetric(
    name: .escalationResolutionRate,
    measure: .outcome(.escalationResult)
  )

  /// Those that a change between periods is looked for in.
  static let all: [RateMetric] = [success, response, meeting, dealProgression, escalation, escalationResolution]

  /// Where the rate mixes outcome types, at equal type.
  func change(_ pair: PeriodPair) -> Change {
    guard measure.mixesOutcomeTypes else {
      return Change(from: measure.rates(in: pair.previous).total.count, to: measure.rates(in: pair.current).total.count)
    }
    let strata = OutcomeType.allCases.map { type in
      (
        before: measure.rates(in: pair.previous, of: type).count,
        after: measure.rates(in: pair.current, of: type).count
      )
    }
    return Change(strata: strata)
  }

  /// - Parameters:
  ///   - dimensions: of the breakdowns beside the trend, or beside that by outcome type where types are mixed.
  ///   - comparison: what rows say of their standing in the team, where they have one.
  func metric(_ pair: PeriodPair, by dimensions: [Dimension], comparison: TeamComparison? = nil) -> Metric {
    let rates = measure.rates(in: pair.current)
    let previous = measure.rates(in: pair.previous)
    return Metric(
      name,
      rates.total.figure,
      previous: previous.total.figure,
      change: change(pair),
      details: measure.asksForDecisions ? rates.total.waiting : [],
      breakdowns: [measure.mixesOutcomeTypes ? byOutcomeType(pair.current) : trend(rates, in: pair.current)]
        + dimensions.map { breakdown(rates, by: $0, comparison) }
    )
  }

  private func byOutcomeType(_ period: PeriodTally) -> Breakdown {
    let rows = OutcomeType.allCases.map { type in
      row([.text("outcome_type", type.rawValue)], measure.rates(in: period, of: type))
    }
    return Breakdown("by_outcome_type", rows)
  }

  private func trend(_ rates: Cells<RollupKey, RateTally>, in period: PeriodTally) -> Breakdown {
    let rows = rates.trend(period.steps).map { row(period.labels(step: $0.start), $0.tally) }
    return Breakdown(period.trendName, rows)
  }

  private func breakdown(
    _ rates: Cells<RollupKey, RateTally>,
    by dimension: Dimension,
    _ comparison: TeamComparison?
  ) -> Breakdown {
    let rows = rates.groups(by: dimension).map { group in
      let standing = comparison?.standing(group.value, of: dimension)
      return row(dimension.labels(group.value), group.tally, standing: standing?.details ?? [])
    }
    return Breakdown(dimension.breakdownName, rows)
  }

  private func row(_ labels: [JSONMember], _ tally: RateTally, standing: [JSONMember] = []) -> MetricRow {
    MetricRow(labels, tally.figure, details: (measure.asksForDecisions ? tally.waiting : []) + standing)
  }
}

extension RateTally {
  /// What isn't counted yet.
  var waiting: [JSONMember] {
    [.count("not_matured_count", notMaturedCount), .count("ambiguous_count", ambiguousCount)]
  }
}
