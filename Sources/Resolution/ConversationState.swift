/// What a history folds to.
public struct ConversationState: Hashable, Sendable {
  /// In the order of the actions, and of each action's expected types.
  public let outcomes: [Outcome]
  /// In the order of their signals.
  public let conversions: [Conversion]
}
