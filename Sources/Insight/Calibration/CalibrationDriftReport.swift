public import Calibration
public import EventModel

/// The last period of an action type whose actions are matured, against the one before.
public struct CalibrationDriftReport: Sendable {
  public let actionType: ActionType
  /// The beginning of the period before.
  public let from: Timestamp
  /// Where the last period begins.
  public let middle: Timestamp
  /// The end of the last period: its actions are matured, because no window is longer than `window`.
  public let to: Timestamp
  /// The longest window of the action type's samples; `nil` without samples.
  public let window: TimeInterval?
  public let drift: CalibrationDrift
}
