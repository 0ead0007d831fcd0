import EventModel
public import PostgresClient

/// The latest runs of a schedule, the last one first.
public struct ListScheduleRuns: PostgresStatement {
  public typealias Row = ScheduleRun

  private let key: ScheduleKey
  private let countMax: Int

  public init(of key: ScheduleKey, countMax: Int) {
    self.key = key
    self.countMax = countMax
  }

  public static let sql = """
    SELECT tenant_id, name, due_at, first_due_at, occurrence_count, attempt_count, started_at, finished_at, run_by, result,
      detail
    FROM learning.schedule_runs
    WHERE tenant_id = $1 AND name = $2
    ORDER BY due_at DESC
    LIMIT $3
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.name)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let key = ScheduleKey(tenantID: try row.identifier(), name: try row.string())
    guard let run = try ScheduleRun(key, &row) else {
      throw PostgresError(.decoding, "a run of a schedule has an empty column")
    }
    return run
  }
}
