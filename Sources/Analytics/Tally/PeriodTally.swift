import EventModel
import Resolution

/// All rows of one period that lie within a document's scope, added up.
struct PeriodTally: Sendable {
  let period: AnalyticsPeriod
  let step: TrendStep
  private(set) var outcomes = Cells<OutcomeKey, OutcomeTally>()
  private(set) var actions = Cells<RollupKey, ActionTally>()
  private(set) var impacts = Cells<ImpactKey, ImpactTally>()
  private(set) var labels: [OutcomeType: LabelTally] = [:]
  private(set) var escalations: [EscalationKey: OutcomeTally] = [:]

  init(_ input: AnalyticsInput, scope: AnalyticsScope, period: AnalyticsPeriod, step: TrendStep, maturity: Maturity) {
    self.period = period
    self.step = step
    for row in input.outcomes where period.contains(row.day) && scope.contains(row.repID) {
      add(row, isMatured: maturity.isMatured(row.day, row.outcomeType))
    }
    for row in input.actions where period.contains(row.day) && scope.contains(row.repID) {
      actions.add(ActionTally(row), to: row.key(step))
    }
    for row in input.impacts where period.contains(row.day) && scope.contains(row.repID) {
      let currency = row.currency.map { CurrencyName($0) }
      impacts.add(ImpactTally(row), to: ImpactKey(rollupKey: row.key(step), currency: currency, result: row.result))
    }
    for row in input.labels where period.contains(row.day) && scope.contains(row.repID) {
      labels[row.outcomeType, default: LabelTally()].add(row)
    }
  }

  /// The outcomes of one type alone.
  init(_ period: PeriodTally, of type: OutcomeType) {
    self = period
    outcomes = period.outcomes.map { $0.outcomeType == type ? ($0, $1) : nil }
  }

  private mutating func add(_ row: OutcomeRollup, isMatured: Bool) {
    let tally = OutcomeTally(row, isMatured: isMatured)
    let key = OutcomeKey(rollupKey: row.key(step), outcomeType: row.outcomeType, isPrimary: row.isPrimary)
    outcomes.add(tally, to: key)
    guard row.outcomeType == .escalationResult else { return }
    escalations[EscalationKey(day: row.day, actionType: row.actionType), default: OutcomeTally()] += tally
  }

  /// The steps of the period's trend.
  var steps: [UTCDay] { step.starts(in: period) }
}
