public import Calibration
public import EventModel

/// How long one action type's actions wait for an answer.
public struct AnswerReport: Sendable {
  public let actionType: ActionType
  public let curve: ProductLimit
}
