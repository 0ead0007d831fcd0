public import EventModel

/// An action that shares in the credit of a conversion, as far as the models look at it.
public struct AttributionTouch: Hashable, Sendable {
  public let time: Timestamp
  public let actionType: ActionType

  public init(time: Timestamp, actionType: ActionType) {
    self.time = time
    self.actionType = actionType
  }
}
