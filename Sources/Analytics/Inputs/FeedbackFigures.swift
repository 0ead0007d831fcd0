public import Feedback

/// What people said about the agent in the period and in the one before, within the scope of the document.
public struct FeedbackFigures: Hashable, Sendable {
  public var current: FeedbackSummary
  public var previous: FeedbackSummary
  /// The look at each reviewer who was active in either period; empty where nobody looked.
  public var fatigue: [ReviewerID: ReviewerFatigue]

  public init(
    current: FeedbackSummary = FeedbackSummary(),
    previous: FeedbackSummary = FeedbackSummary(),
    fatigue: [ReviewerID: ReviewerFatigue] = [:]
  ) {
    self.current = current
    self.previous = previous
    self.fatigue = fatigue
  }
}
