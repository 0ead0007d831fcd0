public import EventModel
public import PostgresClient

/// Gives a claim back with its occurrence not done: after a failure, or because a shutdown interrupted it. No row comes back
/// where the claim holds no longer.
public struct LeaveSchedule: PostgresStatement {
  public typealias Row = Bool

  private let claim: ScheduleClaim
  private let wakeAt: Timestamp
  private let reason: Reason

  public enum Reason: Sendable {
    /// The work failed, as a sentence says: one of the attempts is used up.
    case failed(String)
    /// A store was away, or the process ended: nobody's fault.
    case interrupted(String?)
  }

  /// - Parameter wakeAt: when it is tried again.
  public init(_ claim: ScheduleClaim, wakeAt: Timestamp, _ reason: Reason) {
    self.claim = claim
    self.wakeAt = wakeAt
    self.reason = reason
  }

  public static let sql = """
    UPDATE learning.schedules
    SET wake_at = $4,
      lease_holder = NULL,
      failure_count = failure_count + $5, last_error = coalesce($6, last_error)
    WHERE tenant_id = $1 AND name = $2 AND lease_epoch = $3 AND lease_holder IS NOT NULL
    RETURNING true
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(claim.key.tenantID.uuid)
    parameters.append(claim.key.name)
    parameters.append(claim.epoch)
    parameters.append(PostgresTimestamp(wakeAt))
    switch reason {
    case .failed(let sentence):
      parameters.append(Int32(1))
      parameters.append(String?.some(sentence))
    case .interrupted(let sentence):
      parameters.append(Int32(0))
      parameters.append(sentence)
    }
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    try row.bool()
  }
}
