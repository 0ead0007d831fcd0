public import EventModel

/// A run that is due. Occurrences that were missed, because nothing ran or a run took long, are one run.
public struct DueRun: Hashable, Sendable {
  /// The latest occurrence that isn't after now: the one that the run is for.
  public let dueAt: Timestamp
  /// The first occurrence that the run stands for: `dueAt`, unless some were missed.
  public let firstDueAt: Timestamp
  /// How many occurrences the run stands for, at least 1.
  public let occurrenceCount: Int
  /// False where `occurrenceCount` stopped at its bound, `CronExpression.countedOccurrenceMax`: there were at least as
  /// many.
  public let isCountExact: Bool
  /// The first occurrence after now; `nil` as in `ScheduleTiming.next(after:in:anchor:)`.
  public let next: Timestamp?

  public init(dueAt: Timestamp, firstDueAt: Timestamp, occurrenceCount: Int, isCountExact: Bool, next: Timestamp?) {
    self.dueAt = dueAt
    self.firstDueAt = firstDueAt
    self.occurrenceCount = occurrenceCount
    self.isCountExact = isCountExact
    self.next = next
  }
}
