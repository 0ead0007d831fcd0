/// Whether a reviewer's submission rate fell by half from one period to the next, and not by chance.
public struct RateFall: Hashable, Sendable {
  /// Questions that each period needs for a statement.
  public static let askedCountMin: Int64 = 10

  public let before: FeedbackRate
  public let recent: FeedbackRate
  /// The probability of so few recent answers from a reviewer whose rate is unchanged: Fisher's exact test, one-sided.
  public let probability: Double

  /// `nil` where one of the periods has too few questions.
  init?(from before: FeedbackRate, to recent: FeedbackRate) {
    guard min(before.askedCount, recent.askedCount) >= Self.askedCountMin else { return nil }
    self.before = before
    self.recent = recent
    probability = FisherTest.lowerTail(
      recent.answeredCount,
      of: recent.askedCount,
      against: before.answeredCount,
      of: before.askedCount
    )
  }

  /// The recent rate is at most half of the one before, and the test rejects an unchanged one.
  public var isHalved: Bool {
    2 * recent.answeredCount * before.askedCount <= before.answeredCount * recent.askedCount
      && probability <= ReviewerFatigue.significance / 2
  }
}
