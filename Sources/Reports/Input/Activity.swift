import Analytics
import EventModel

/// What was done on which days. Counts of actions are final at once, whatever becomes of them.
struct Activity {
  struct Counts: Hashable {
    var actionCount: Int64 = 0
    var escalationCount: Int64 = 0
    var costCount: Int64 = 0
    var costMicros: Int64 = 0

    static func += (left: inout Self, right: Self) {
      left.actionCount += right.actionCount
      left.escalationCount += right.escalationCount
      left.costCount += right.costCount
      left.costMicros += right.costMicros
    }
  }

  /// What became of the actions of some days so far.
  struct Standing: Hashable {
    var openCount: Int64 = 0
    var positiveCount: Int64 = 0
    var negativeCount: Int64 = 0
    var ambiguousCount: Int64 = 0
    var expiredCount: Int64 = 0
  }

  /// Of the report's own days, and as many days before.
  let own: Counts
  let previous: Counts
  let lookBack: Counts
  /// By action type, of the report's own days.
  let ownTypes: [(type: ActionType, count: Int64, previous: Int64)]
  /// By step: of a daily report days, of a weekly one the weeks that end as its own does.
  let steps: [(from: UTCDay, count: Int64)]
  /// Of the report's own days; primary outcomes, one an action.
  let standing: Standing
  /// Outcomes of the look-back, of every type, that wait for a label.
  let ambiguousCount: Int64

  private static let stepCounts: [ReportKind: (steps: Int, days: Int)] = [.daily: (14, 1), .weekly: (13, 7)]

  init(_ order: ReportOrder, _ input: ReportInput) {
    var days: [UTCDay: Counts] = [:]
    var types: [ActionType: (count: Int64, previous: Int64)] = [:]
    var standing = Standing()
    var ambiguousCount: Int64 = 0
    let (period, lookBack) = (order.period, order.lookBack)
    for row in input.analytics.outcomes where input.scope.covers(row.repID) {
      if lookBack.contains(row.day) { ambiguousCount += row.statuses.ambiguous }
      if row.outcomeType == .escalationResult {
        days[row.day, default: Counts()].escalationCount += row.statuses.total
      }
      guard row.isPrimary else { continue }
      days[row.day, default: Counts()].actionCount += row.statuses.total
      if period.contains(row.day) {
        types[row.actionType, default: (0, 0)].count += row.statuses.total
        standing += row.statuses
      } else if period.previous.contains(row.day) {
        types[row.actionType, default: (0, 0)].previous += row.statuses.total
      }
    }
    for row in input.analytics.actions where input.scope.covers(row.repID) {
      days[row.day, default: Counts()].costCount += row.costCount
      days[row.day, default: Counts()].costMicros += row.costMicros
    }
    func sum(_ period: AnalyticsPeriod) -> Counts {
      days.reduce(into: Counts()) { if period.contains($1.key) { $0 += $1.value } }
    }
    own = sum(period)
    previous = sum(period.previous)
    self.lookBack = sum(lookBack)
    ownTypes = types.filter { $0.value != (0, 0) }.map {
      (type: $0.key, count: $0.value.count, previous: $0.value.previous)
    }
    .sorted { $0.count != $1.count ? $0.count > $1.count : $0.type < $1.type }
    let (stepCount, dayCount) = Self.stepCounts[order.kind] ?? (14, 1)
    steps = (0..<stepCount).reversed().map { step in
      let last = period.to - step * dayCount
      let from = last - (dayCount - 1)
      let count = (0..<dayCount).reduce(Int64(0)) { $0 + (days[from + $1]?.actionCount ?? 0) }
      return (from: from, count: count)
    }
    self.standing = standing
    self.ambiguousCount = ambiguousCount
  }
}

extension Activity.Standing {
  static func += (left: inout Self, right: StatusCounts) {
    left.openCount += right.pending
    left.positiveCount += right.positive
    left.negativeCount += right.negative
    left.ambiguousCount += right.ambiguous
    left.expiredCount += right.expired
  }
}
