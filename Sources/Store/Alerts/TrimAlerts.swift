public import EventModel
public import PostgresClient

/// Removes alerts that ended before a time, the oldest first; at most so many at once.
/// The rows are as many as were removed.
public struct TrimAlerts: PostgresStatement {
  public typealias Row = Bool

  private let time: Timestamp
  private let countMax: Int

  public init(before time: Timestamp, countMax: Int) {
    self.time = time
    self.countMax = countMax
  }

  public static let sql = """
    DELETE FROM learning.alerts
    WHERE (tenant_id, alert_id) IN (
      SELECT tenant_id, alert_id FROM learning.alerts
      WHERE resolved_at < $1
      ORDER BY resolved_at
      LIMIT $2
      FOR UPDATE SKIP LOCKED
    )
    RETURNING true
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(time))
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Bool {
    try row.bool()
  }
}
