import Coaching
import Feedback

/// How a figure changed from the period before.
///
/// A change is said where the 95 % interval of the difference lies on one side of 0, so that of unchanged figures about
/// one in twenty is said to have changed.
public struct Change: Hashable, Sendable {
  /// What is said.
  public enum Statement: String, CaseIterable, Sendable {
    /// One of the periods has less than the minimum: nothing is said.
    case insufficientData = "insufficient_data"
    case unchanged
    case rose
    case fell
  }

  /// Cases that each period needs for a statement.
  public static let countMin: Int64 = 10

  public let statement: Statement
  /// The later value minus the earlier one; `nil` with insufficient data.
  public let difference: Double?
  public let interval: FigureInterval?
  /// The two-sided p value of no change, where it is tested apart.
  let probability: Double?

  private init(statement: Statement, difference: Double?, interval: FigureInterval?, probability: Double?) {
    self.statement = statement
    self.difference = difference
    self.interval = interval
    self.probability = probability
  }

  /// Of a proportion.
  init(from before: SuccessCount, to after: SuccessCount) {
    guard min(before.trials, after.trials) >= Self.countMin,
      let comparison = GroupComparison(group: after, rest: before), let interval = comparison.differenceInterval
    else {
      self.init(statement: .insufficientData, difference: nil, interval: nil, probability: nil)
      return
    }
    self.init(
      statement: interval.lower > 0 ? .rose : interval.upper < 0 ? .fell : .unchanged,
      difference: comparison.difference,
      interval: FigureInterval(interval),
      probability: TwoProportionTest.twoSided(comparison)
    )
  }

  /// Of a proportion at equal value of something else, in whose strata it is counted. What is in one period alone can't
  /// be compared.
  init(strata: [(before: SuccessCount, after: SuccessCount)]) {
    let comparable = strata.compactMap { GroupComparison(group: $0.after, rest: $0.before) }
    let before = comparable.reduce(0) { $0 + $1.rest.trials }
    let after = comparable.reduce(0) { $0 + $1.group.trials }
    guard min(before, after) >= Self.countMin else {
      self.init(statement: .insufficientData, difference: nil, interval: nil, probability: nil)
      return
    }
    let comparison = StratifiedComparison(comparable)
    let (lower, upper) = (comparison.interval.lower, comparison.interval.upper)
    self.init(
      statement: lower > 0 ? .rose : upper < 0 ? .fell : .unchanged,
      difference: comparison.difference,
      interval: FigureInterval(low: lower, high: upper, method: .mantelHaenszel),
      probability: comparison.probability
    )
  }

  /// As feedback's own trend says it.
  init(_ change: FeedbackTrend.Change) {
    let statement: Statement =
      switch change.statement {
      case .insufficientData: .insufficientData
      case .unchanged: .unchanged
      case .rose: .rose
      case .fell: .fell
      }
    self.init(
      statement: statement,
      difference: change.difference?.value,
      interval: change.difference.map { FigureInterval($0, method: .newcombe) },
      probability: nil
    )
  }
}
