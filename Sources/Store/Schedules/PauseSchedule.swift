public import EventModel
public import PostgresClient

/// Keeps a schedule from running, or lets it run again: what was missed meanwhile is one run then. Who is at it finishes. No
/// row comes back where there is no such schedule.
public struct PauseSchedule: PostgresStatement {
  public typealias Row = Bool

  private let key: ScheduleKey
  private let pausedAt: Timestamp?

  /// - Parameter pausedAt: since when; `nil` lets it run again.
  public init(_ key: ScheduleKey, pausedAt: Timestamp?) {
    self.key = key
    self.pausedAt = pausedAt
  }

  public static let sql = """
    UPDATE learning.schedules
    SET paused_at = CASE WHEN $3::timestamptz IS NULL THEN NULL ELSE coalesce(paused_at, $3) END
    WHERE tenant_id = $1 AND name = $2
    RETURNING true
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.name)
    parameters.append(pausedAt.map(PostgresTimestamp.init))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    try row.bool()
  }
}
