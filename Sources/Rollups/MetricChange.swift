public import EventModel

/// By how much one row of a daily table changed.
public struct MetricChange: Hashable, Sendable {
  /// Which table it is, what it is counted by beside the common key, and the differences.
  public enum Difference: Hashable, Sendable {
    case outcomes(OutcomeType, isPrimary: Bool, OutcomeFigures)
    case actions(ActionFigures)
    /// - Parameter signal: the type of the reply, or the name of the stage.
    case impact(currency: String, signalType: EventType, signal: String, ImpactFigures)
  }

  /// The UTC date, such as `2026-11-30`.
  public let day: String
  /// Empty where the action names nobody.
  public let repID: String
  public let actionType: ActionType
  /// Empty where the action names none.
  public let channel: String
  public let difference: Difference

  public init(day: String, repID: String, actionType: ActionType, channel: String, difference: Difference) {
    self.day = day
    self.repID = repID
    self.actionType = actionType
    self.channel = channel
    self.difference = difference
  }
}
