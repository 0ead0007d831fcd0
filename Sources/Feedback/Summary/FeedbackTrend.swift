/// How feedback changed from one period to the next.
///
/// A change is said where the 95 % interval of the difference lies on one side of 0, so that of unchanged periods about
/// one in twenty is said to have changed. Ratings count as independent of each other; where few people give most of
/// them that is optimistic.
public struct FeedbackTrend: Hashable, Sendable {
  /// What is said about one number.
  public enum Statement: String, CaseIterable, Sendable {
    /// One of the periods has less than the minimum: nothing is said.
    case insufficientData = "insufficient_data"
    case unchanged
    case rose
    case fell
  }

  /// The change of one number.
  public struct Change: Hashable, Sendable {
    public let statement: Statement
    /// The later value minus the earlier one; `nil` with insufficient data.
    public let difference: IntervalEstimate?

    fileprivate init(from before: IntervalEstimate?, to after: IntervalEstimate?, isSufficient: Bool) {
      guard isSufficient, let before, let after else {
        statement = .insufficientData
        difference = nil
        return
      }
      let change = before.change(to: after)
      difference = change
      statement = change.lower > 0 ? .rose : change.upper < 0 ? .fell : .unchanged
    }
  }

  /// Ratings, and actions asked about, that each period needs for a statement.
  public static let countMin: Int64 = 10

  /// Of the mean rating on the common scale, so between -2 and 2.
  public let rating: Change
  /// Of the feedback rate, so between -1 and 1.
  public let rate: Change

  public init(from before: FeedbackSummary, to after: FeedbackSummary) {
    rating = Change(
      from: before.ratings.mean,
      to: after.ratings.mean,
      isSufficient: min(before.ratings.totalCount, after.ratings.totalCount) >= Self.countMin
    )
    rate = Change(
      from: before.rate.estimate,
      to: after.rate.estimate,
      isSufficient: min(before.rate.askedCount, after.rate.askedCount) >= Self.countMin
    )
  }
}
