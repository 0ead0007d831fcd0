/// What a schedule is: the part of its row that a program or an operator decides.
public struct ScheduleDefinition: Hashable, Sendable {
  /// What becomes of a row that stands when a program starts with another timing for it.
  public enum ConflictPolicy: String, Sendable {
    /// The new timing is taken over.
    case replace
    /// What stands stays.
    case keep
  }

  public let key: ScheduleKey
  /// What is done.
  public let job: String
  /// The text of a `ScheduleTiming`.
  public let timing: String
  /// The IANA name of the zone whose clocks a cron expression means.
  public let timeZone: String
  public let conflictPolicy: ConflictPolicy

  public init(
    key: ScheduleKey,
    job: String,
    timing: String,
    timeZone: String,
    conflictPolicy: ConflictPolicy = .replace
  ) {
    self.key = key
    self.job = job
    self.timing = timing
    self.timeZone = timeZone
    self.conflictPolicy = conflictPolicy
  }
}
