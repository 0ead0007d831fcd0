import Calibration
import Coaching
import EventModel

/// What interactions cost. Spread is not kept, so that a mean cost has no interval.
enum CostMetrics {
  static func perInteraction(_ pair: PeriodPair, policy: AnalyticsPolicy) -> Metric {
    let total = pair.current.actions.total
    let trend = pair.current.actions.trend(pair.current.steps).map {
      MetricRow(pair.current.labels(step: $0.start), mean($0.tally))
    }
    let byActionType = pair.current.actions.groups(by: .actionType).map {
      MetricRow(Dimension.actionType.labels($0.value), mean($0.tally))
    }
    return Metric(
      .costPerInteraction,
      unit: policy.hourlyCost?.currency,
      mean(total),
      previous: mean(pair.previous.actions.total),
      details: [
        .number("total_cost", total.costCount > 0 ? total.cost : nil),
        .count("action_count", total.actionCount),
        .count("without_cost_count", total.actionCount - total.costCount),
      ],
      breakdowns: [Breakdown(pair.current.trendName, trend), Breakdown("by_action_type", byActionType)]
    )
  }

  static func perSuccess(_ pair: PeriodPair, policy: AnalyticsPolicy) -> Metric {
    Metric(
      .costPerSuccess,
      unit: policy.hourlyCost?.currency,
      perSuccess(pair.current),
      previous: perSuccess(pair.previous)
    )
  }

  static func mean(_ tally: ActionTally) -> Figure {
    guard tally.costCount > 0 else { return .missing("No action carried a cost.") }
    return .known(tally.cost / Double(tally.costCount), sampleSize: tally.costCount)
  }

  private static func perSuccess(_ period: PeriodTally) -> Figure {
    guard let mean = Self.mean(period.actions.total).value else { return .missing("No action carried a cost.") }
    let count = RateMeasure.primary.rates(in: period).total.count
    guard let rate = count.rate, rate > 0, let interval = count.interval, interval.lower > 0 else {
      return .missing("No decided outcome is positive.", sampleSize: count.trials)
    }
    return .known(
      mean / rate,
      sampleSize: count.trials,
      // A negative cost, a refund, turns the bounds round.
      interval: FigureInterval(
        low: min(mean / interval.upper, mean / interval.lower),
        high: max(mean / interval.upper, mean / interval.lower),
        method: .transformedWilson
      )
    )
  }
}
