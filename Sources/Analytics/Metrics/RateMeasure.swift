import Coaching
import EventModel

/// What a rate counts: successes of trials.
enum RateMeasure: Hashable, Sendable {
  /// Decided outcomes of one type that are positive.
  case outcome(OutcomeType)
  /// Decided outcomes of the types that actions expect first: one for each action.
  case primary
  /// Actions that expect an escalation result. Each action has one primary outcome, so that these count the actions.
  case escalations

  /// The cells that the rate is made of.
  func rates(in period: PeriodTally) -> Cells<RollupKey, RateTally> {
    period.outcomes.map { key, tally in
      switch self {
      case .outcome(let type): key.outcomeType == type ? (key.rollupKey, RateTally(decided: tally)) : nil
      case .primary: key.isPrimary ? (key.rollupKey, RateTally(decided: tally)) : nil
      case .escalations:
        (
          key.rollupKey,
          RateTally(
            successes: key.outcomeType == .escalationResult ? tally.all.total : 0,
            trials: key.isPrimary ? tally.all.total : 0
          )
        )
      }
    }
  }

  /// The same, apart for each outcome type.
  func rates(in period: PeriodTally, of type: OutcomeType) -> RateTally {
    rates(in: PeriodTally(period, of: type)).total
  }

  /// Whether outcomes of different types are counted together. Their windows differ, so that the last days of a period
  /// hold those of short windows alone: only what is of one type can be compared between times.
  var mixesOutcomeTypes: Bool { self == .primary }

  /// Whether outcomes have to be decided, and so matured, to count.
  var asksForDecisions: Bool {
    switch self {
    case .outcome, .primary: true
    case .escalations: false
    }
  }
}

/// Successes of trials, and what can't be counted yet.
struct RateTally: AdditiveTally, Hashable {
  private(set) var successes: Int64 = 0
  private(set) var trials: Int64 = 0
  /// Outcomes of days that aren't matured.
  private(set) var notMaturedCount: Int64 = 0
  /// Matured outcomes that wait for a person's label.
  private(set) var ambiguousCount: Int64 = 0

  init() {}

  init(successes: Int64, trials: Int64) {
    self.successes = successes
    self.trials = trials
  }

  /// Of outcomes: those that are decided, and the others apart.
  init(decided tally: OutcomeTally) {
    successes = tally.matured.positive
    trials = tally.decidedCount
    notMaturedCount = tally.notMaturedCount
    ambiguousCount = tally.matured.ambiguous
  }

  static func += (left: inout Self, right: Self) {
    left.successes += right.successes
    left.trials += right.trials
    left.notMaturedCount += right.notMaturedCount
    left.ambiguousCount += right.ambiguousCount
  }

  var size: Int64 { trials }

  var count: SuccessCount { SuccessCount(rolledUp: successes, of: trials) }

  /// Missing without a trial.
  var figure: Figure {
    .rate(count, missing: missingSentence)
  }

  private var missingSentence: String {
    if notMaturedCount > 0, ambiguousCount > 0 {
      return "Of \(FigureText.count(notMaturedCount + ambiguousCount)) outcomes none is decided: windows are still "
        + "open, or a person's label is awaited."
    }
    if notMaturedCount > 0 {
      return "\(FigureText.count(notMaturedCount)) outcomes are there, but the window of their day is still open."
    }
    if ambiguousCount > 0 {
      return "\(FigureText.count(ambiguousCount)) outcomes are there, and wait for a person's label."
    }
    return "There is nothing to count."
  }
}
