/// What the feedback about an outcome's action suggests for its label, for whoever labels it.
///
/// Feedback is about quality, not about what happened (SEMANTICS section 2): a hint labels nothing. It points one way
/// where the mean of the ratings is at least half of the way from the middle of the scale to an end, as a dashboard's 4
/// is.
public struct LabelHint: Hashable, Sendable {
  public enum Suggestion: String, CaseIterable, Sendable {
    case positive
    case negative
    /// No ratings, or none that point one way.
    case unclear
  }

  public let suggestion: Suggestion
  /// People who rated above the middle of the scale, at it, and below it.
  public let positiveCount: Int
  public let neutralCount: Int
  public let negativeCount: Int
  /// On the common scale, in [-1, 1]; `nil` without ratings.
  public let mean: IntervalEstimate?

  /// - Parameter ratings: the rating that counts of each person who has one about the action or its messages.
  public init(_ ratings: some Collection<FeedbackRating>) {
    var moments = RatingMoments()
    for rating in ratings { moments.add(rating) }
    mean = moments.mean
    positiveCount = ratings.count(where: { $0.halfSteps > 0 })
    neutralCount = ratings.count(where: { $0.halfSteps == 0 })
    negativeCount = ratings.count(where: { $0.halfSteps < 0 })
    // Half of the way is one half step a rating.
    if moments.count > 0, moments.sum >= moments.count {
      suggestion = .positive
    } else if moments.count > 0, -moments.sum >= moments.count {
      suggestion = .negative
    } else {
      suggestion = .unclear
    }
  }

  /// People point both ways.
  public var isContested: Bool { positiveCount > 0 && negativeCount > 0 }
}
