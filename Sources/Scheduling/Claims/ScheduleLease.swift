public import EventModel

/// The right to run what is due, until it expires.
public struct ScheduleLease: Hashable, Sendable {
  /// Who has it.
  public let holder: String
  /// Larger than that of every lease of the schedule before: whoever comes with a smaller one is late.
  public let epoch: Int64
  /// From then on another one may take the run.
  public var expiresAt: Timestamp

  public init(holder: String, epoch: Int64, expiresAt: Timestamp) {
    self.holder = holder
    self.epoch = epoch
    self.expiresAt = expiresAt
  }
}

/// A run that was taken, and the epoch by which its end is accepted.
public struct ScheduleClaim: Hashable, Sendable {
  public let epoch: Int64
  public let run: DueRun
}
