public import EventModel

/// What became of an occurrence.
public struct ScheduleRun: Sendable, Equatable {
  public enum Result: String, Sendable {
    case done
    /// Given up, after every retry.
    case failed
  }

  public let key: ScheduleKey
  /// The latest of the occurrences that it stands for.
  public let dueAt: Timestamp
  /// The first of them.
  public let firstDueAt: Timestamp
  public let occurrenceCount: Int
  /// Claims that it took.
  public let attemptCount: Int
  public let startedAt: Timestamp
  public let finishedAt: Timestamp
  /// The scheduler.
  public let runBy: String
  public let result: Result
  /// JSON text: what it found.
  public let detail: String

  public init(
    key: ScheduleKey,
    dueAt: Timestamp,
    firstDueAt: Timestamp,
    occurrenceCount: Int,
    attemptCount: Int,
    startedAt: Timestamp,
    finishedAt: Timestamp,
    runBy: String,
    result: Result,
    detail: String
  ) {
    self.key = key
    self.dueAt = dueAt
    self.firstDueAt = firstDueAt
    self.occurrenceCount = occurrenceCount
    self.attemptCount = attemptCount
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.runBy = runBy
    self.result = result
    self.detail = detail
  }
}
