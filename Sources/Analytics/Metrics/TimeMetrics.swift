import Coaching
import EventModel

/// The time that the agent is assumed to save, what it is worth, and what that is against its cost.
enum TimeMetrics {
  static let noMinutes = "The tenant has set no analytics_minutes_saved_per_action that covers these actions."
  static let noHourlyCost = "The tenant has set no analytics_hourly_cost."

  static func saved(_ pair: PeriodPair, policy: AnalyticsPolicy) -> Metric {
    let time = savedTime(pair.current, policy)
    let rows = pair.current.actions.groups(by: .actionType).map { row($0.value, $0.tally, policy) }
    return Metric(
      .timeSaved,
      hours(pair.current, policy),
      previous: hours(pair.previous, policy),
      details: [
        JSONMember("minutes_per_action", AnalyticsSetting.minutesSaved.value(in: policy)),
        .count("without_assumption_count", time.uncoveredCount),
      ],
      breakdowns: [Breakdown("by_action_type", rows)]
    )
  }

  static func value(_ pair: PeriodPair, policy: AnalyticsPolicy) -> Metric {
    Metric(
      .timeSavedValue,
      unit: policy.hourlyCost?.currency,
      worth(pair.current, policy),
      previous: worth(pair.previous, policy),
      details: [JSONMember("hourly_cost", AnalyticsSetting.hourlyCost.value(in: policy))]
    )
  }

  static func returnOnInvestment(_ pair: PeriodPair, policy: AnalyticsPolicy) -> Metric {
    let total = pair.current.actions.total
    let time = SavedTime(pair.current.actions.byActionType(\.costCount), assuming: policy.minutesSaved)
    return Metric(
      .returnOnInvestment,
      ratio(pair.current, policy),
      previous: ratio(pair.previous, policy),
      details: [
        .text("currency", policy.hourlyCost?.currency),
        .number("benefit", policy.hourlyCost.flatMap { time.coveredCount > 0 ? time.hours * $0.amount : nil }),
        .number("cost", total.costCount > 0 ? total.cost : nil),
        .count("without_assumption_count", time.uncoveredCount),
      ]
    )
  }

  // MARK: Figures

  private static func savedTime(_ period: PeriodTally, _ policy: AnalyticsPolicy) -> SavedTime {
    SavedTime(period.actions.byActionType(\.actionCount), assuming: policy.minutesSaved)
  }

  private static func hours(_ period: PeriodTally, _ policy: AnalyticsPolicy) -> Figure {
    guard period.actions.total.actionCount > 0 else { return .missing("There was no action.") }
    let time = savedTime(period, policy)
    guard time.coveredCount > 0 else { return .missing(noMinutes) }
    return .known(time.hours, sampleSize: time.coveredCount)
  }

  private static func worth(_ period: PeriodTally, _ policy: AnalyticsPolicy) -> Figure {
    guard let hourlyCost = policy.hourlyCost else { return .missing(noHourlyCost) }
    let hours = Self.hours(period, policy)
    guard let value = hours.value else { return hours }
    return .known(value * hourlyCost.amount, sampleSize: hours.sampleSize)
  }

  /// Benefit and cost of the same actions: those that carried a cost.
  private static func ratio(_ period: PeriodTally, _ policy: AnalyticsPolicy) -> Figure {
    guard let hourlyCost = policy.hourlyCost else { return .missing(noHourlyCost) }
    let total = period.actions.total
    guard total.costCount > 0, total.costMicros > 0 else { return .missing("No action carried a cost above 0.") }
    let time = SavedTime(period.actions.byActionType(\.costCount), assuming: policy.minutesSaved)
    guard time.coveredCount > 0 else { return .missing(noMinutes) }
    return .known((time.hours * hourlyCost.amount - total.cost) / total.cost, sampleSize: total.costCount)
  }

  private static func row(_ value: DimensionValue, _ tally: ActionTally, _ policy: AnalyticsPolicy) -> MetricRow {
    guard case .named(let name) = value else {
      return MetricRow(
        Dimension.actionType.labels(value),
        .missing("Too many action types to name; their time is in the sum."),
        details: [.number("minutes_per_action", nil)]
      )
    }
    let minutes = policy.minutesSaved[ActionType(name.text)]
    return MetricRow(
      Dimension.actionType.labels(value),
      minutes.map { .known($0 * Double(tally.actionCount) / 60, sampleSize: tally.actionCount) } ?? .missing(noMinutes),
      details: [.number("minutes_per_action", minutes)]
    )
  }
}
