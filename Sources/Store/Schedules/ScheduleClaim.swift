public import EventModel

/// A schedule that somebody is at.
public struct ScheduleClaim: Sendable, Equatable {
  public let key: ScheduleKey
  public let job: String
  public let timing: String
  public let timeZone: String
  /// The first occurrence that is not done.
  public let nextRunAt: Timestamp
  /// What every later statement about this claim has to name: an older one changes nothing.
  public let epoch: Int64
  /// Claims of this occurrence, this one among them.
  public let attemptCount: Int
  /// Attempts of it that failed.
  public let failureCount: Int

  public init(
    key: ScheduleKey,
    job: String,
    timing: String,
    timeZone: String,
    nextRunAt: Timestamp,
    epoch: Int64,
    attemptCount: Int,
    failureCount: Int
  ) {
    self.key = key
    self.job = job
    self.timing = timing
    self.timeZone = timeZone
    self.nextRunAt = nextRunAt
    self.epoch = epoch
    self.attemptCount = attemptCount
    self.failureCount = failureCount
  }
}
