import Analytics
import EventModel
import Resolution

/// The days that a rule of rates judges, and those right before them.
struct RatePeriods: Hashable {
  let recent: ClosedRange<UTCDay>
  let baseline: ClosedRange<UTCDay>

  /// - Parameter last: the last day of the recent period.
  init(endingOn last: UTCDay, rule: AlertRule) {
    let recentDays = rule.recentDays ?? 1
    let first = last - (recentDays - 1)
    recent = first...last
    baseline = (first - (rule.baselineDays ?? recentDays))...(first - 1)
  }

  /// Matured days alone: of young ones only the good news is in (SEMANTICS section 4).
  init(matured type: OutcomeType, windows: PerOutcomeType<TimeInterval>, rule: AlertRule, at now: Timestamp) {
    self.init(endingOn: Maturity(now: now, windows: windows).lastDay(of: type), rule: rule)
  }

  /// Whole days up to yesterday.
  init(completeAt now: Timestamp, rule: AlertRule) {
    self.init(endingOn: UTCDay(now) - 1, rule: rule)
  }
}

/// Successes of trials while they are added up: a roll-up's count can be below 0 for a moment.
struct RateCount: Hashable {
  var successes: Int64 = 0
  var trials: Int64 = 0

  mutating func add(successes: Int64, trials: Int64) {
    self.successes += successes
    self.trials += trials
  }
}
