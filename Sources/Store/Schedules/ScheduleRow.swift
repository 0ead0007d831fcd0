public import EventModel

/// A schedule as it stands.
public struct ScheduleRow: Sendable, Equatable {
  public let definition: ScheduleDefinition
  public let pausedAt: Timestamp?
  /// The first occurrence that is not done; `nil`: there is none any more.
  public let nextRunAt: Timestamp?
  /// When somebody looks at it again.
  public let wakeAt: Timestamp?
  /// Who is at it.
  public let leaseHolder: String?
  /// Attempts of the occurrence that failed.
  public let failureCount: Int
  public let lastError: String?
  /// The latest occurrence that was done or given up.
  public let lastRun: ScheduleRun?
}
