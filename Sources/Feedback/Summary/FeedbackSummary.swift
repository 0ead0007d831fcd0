/// What feedback says over a set of targets: how much of it there is, how it is distributed, whether people agree with
/// each other and with what happened.
///
/// Everything is a count, so that parts that share no target can be merged in any order, down to the last digit.
public struct FeedbackSummary: Hashable, Sendable {
  public private(set) var rate = FeedbackRate()
  public private(set) var ratings = RatingCounts()
  public private(set) var raterAgreement = RaterAgreement()
  public private(set) var outcomeAgreement = OutcomeAgreement()

  public init() {}

  /// One critical action that somebody was asked about, whoever it was.
  public mutating func addAskedAction(isAnswered: Bool) {
    rate.add(isAnswered: isAnswered)
  }

  /// One target.
  ///
  /// - Parameters:
  ///   - ratings: the rating that counts of each person who has one.
  ///   - didSucceed: the y of the calibration sample of the target's outcome; `nil` where it has none.
  public mutating func addTarget(ratings: [FeedbackRating], didSucceed: Bool?) {
    for rating in ratings { self.ratings.add(rating) }
    raterAgreement.add(ratings: ratings)
    if let didSucceed { outcomeAgreement.add(ratings: ratings, didSucceed: didSucceed) }
  }

  /// Adds another set, which must share no target with this one.
  public mutating func merge(_ other: FeedbackSummary) {
    rate.merge(other.rate)
    ratings.merge(other.ratings)
    raterAgreement.merge(other.raterAgreement)
    outcomeAgreement.merge(other.outcomeAgreement)
  }
}
