/// What one reviewer did in a period: the questions they were asked and answered, and the ratings they gave.
public struct ReviewerActivity: Hashable, Sendable {
  public var rate: FeedbackRate
  /// Asked for or not.
  public var ratings: RatingCounts

  public init(rate: FeedbackRate = FeedbackRate(), ratings: RatingCounts = RatingCounts()) {
    self.rate = rate
    self.ratings = ratings
  }

  /// Adds the activity of another part of the period.
  public mutating func merge(_ other: ReviewerActivity) {
    rate.merge(other.rate)
    ratings.merge(other.ratings)
  }
}
