/// What matters about a reviewer for what they are asked next.
public struct PromptedReviewer: Hashable, Sendable {
  /// What they rated at any time; what they withdrew is answered too.
  public let answered: Set<FeedbackTarget>
  /// What they were asked about today, answered or not; the caller knows where the day begins.
  public let askedToday: Set<FeedbackTarget>
  /// `nil` where nobody has looked.
  public let fatigue: ReviewerFatigue?

  public init(answered: Set<FeedbackTarget>, askedToday: Set<FeedbackTarget>, fatigue: ReviewerFatigue?) {
    self.answered = answered
    self.askedToday = askedToday
    self.fatigue = fatigue
  }
}
