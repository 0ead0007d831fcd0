public import Calibration
public import EventModel

/// One UTC day of an action type's calibration.
public struct CalibrationDay: Sendable {
  /// Its beginning.
  public let day: Timestamp
  public let unmaturedCount: Int64
  /// Of the samples that are matured; its metrics are `nil` without any.
  public let summary: CalibrationSummary
}
