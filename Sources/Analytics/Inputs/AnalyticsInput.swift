/// All that documents are made of.
///
/// Rows may come in any order, several of them may be about the same thing, and rows outside of both periods, or of
/// other reps than the document's, are passed over. Feedback alone must be within the document's scope already.
public struct AnalyticsInput: Hashable, Sendable {
  /// Of the period and the one before.
  public var outcomes: [OutcomeRollup]
  public var actions: [ActionRollup]
  public var impacts: [ImpactRollup]
  public var labels: [LabelRollup]
  public var feedback: FeedbackFigures

  public init(
    outcomes: [OutcomeRollup] = [],
    actions: [ActionRollup] = [],
    impacts: [ImpactRollup] = [],
    labels: [LabelRollup] = [],
    feedback: FeedbackFigures = FeedbackFigures()
  ) {
    self.outcomes = outcomes
    self.actions = actions
    self.impacts = impacts
    self.labels = labels
    self.feedback = feedback
  }
}
