public import EventModel

/// A sample with the times that decide when it counts.
public struct RecordedSample: Hashable, Sendable {
  public let sample: CalibrationSample
  public let actedAt: Timestamp
  /// From then on it is matured.
  public let windowExpiresAt: Timestamp
  /// The version that the agent says it acted under.
  public let calibrationVersion: Int64?

  public init(
    sample: CalibrationSample,
    actedAt: Timestamp,
    windowExpiresAt: Timestamp,
    calibrationVersion: Int64? = nil
  ) {
    self.sample = sample
    self.actedAt = actedAt
    self.windowExpiresAt = windowExpiresAt
    self.calibrationVersion = calibrationVersion
  }
}
