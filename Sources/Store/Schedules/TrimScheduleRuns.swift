public import EventModel
public import PostgresClient

/// Forgets old runs, the oldest first; the latest of each schedule stays.
/// The rows are as many as were forgotten.
public struct TrimScheduleRuns: PostgresStatement {
  public typealias Row = Bool

  private let before: Timestamp
  private let countMax: Int

  /// - Parameters:
  ///   - before: what finished earlier goes.
  ///   - countMax: rows at most.
  public init(before: Timestamp, countMax: Int) {
    self.before = before
    self.countMax = countMax
  }

  public static let sql = """
    DELETE FROM learning.schedule_runs AS run
    WHERE (tenant_id, name, due_at) IN (
      SELECT tenant_id, name, due_at
      FROM learning.schedule_runs AS old
      WHERE finished_at < $1 AND EXISTS (
        SELECT FROM learning.schedule_runs AS later
        WHERE later.tenant_id = old.tenant_id AND later.name = old.name AND later.due_at > old.due_at
      )
      ORDER BY finished_at
      LIMIT $2
      FOR UPDATE SKIP LOCKED
    )
    RETURNING true
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(before))
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    try row.bool()
  }
}
