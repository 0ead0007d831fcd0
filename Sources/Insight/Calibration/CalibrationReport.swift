public import Calibration
public import EventModel

/// What one action type's samples of a period say.
public struct CalibrationReport: Sendable {
  public let actionType: ActionType
  /// Samples whose window has ended: what `score` is about.
  public let maturedCount: Int64
  /// Samples that were answered early; the live view counts them, a judgement doesn't.
  public let unmaturedCount: Int64
  public let score: ForecastScore
  /// What is in force; `nil` where no judgement has looked at the action type yet.
  public let state: CalibrationState?
}
