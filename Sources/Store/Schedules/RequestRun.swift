public import EventModel
public import PostgresClient

/// Makes a schedule due now, as if its time had come; its next occurrence by its timing follows as usual. What waits for a
/// retry is tried at once. No row comes back where there is no such schedule; false where somebody is at it.
public struct RequestRun: PostgresStatement {
  public typealias Row = Bool

  private let key: ScheduleKey
  private let now: Timestamp

  public init(_ key: ScheduleKey, now: Timestamp) {
    self.key = key
    self.now = now
  }

  public static let sql = """
    UPDATE learning.schedules
    SET next_run_at = CASE WHEN lease_holder IS NULL THEN least(next_run_at, $3) ELSE next_run_at END,
      wake_at = CASE WHEN lease_holder IS NULL THEN $3 ELSE wake_at END
    WHERE tenant_id = $1 AND name = $2
    RETURNING lease_holder IS NULL
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.name)
    parameters.append(PostgresTimestamp(now))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    try row.bool()
  }
}
