public import EventModel
public import PostgresClient

/// Ends a claim: the occurrence is done or given up, the next one is awaited, and the history has a row. No row comes back
/// where the claim holds no longer: somebody took it over, and nothing changes.
public struct FinishSchedule: PostgresStatement {
  public typealias Row = Bool

  private let claim: ScheduleClaim
  private let run: ScheduleRun
  private let nextRunAt: Timestamp?

  /// - Parameter nextRunAt: the occurrence after the run by the timing of the claim. A timing that changed meanwhile has
  ///   set its own.
  public init(_ claim: ScheduleClaim, _ run: ScheduleRun, nextRunAt: Timestamp?) {
    self.claim = claim
    self.run = run
    self.nextRunAt = nextRunAt
  }

  public static let sql = """
    WITH ended AS (
      UPDATE learning.schedules
      SET next_run_at = CASE WHEN next_run_at = $6 THEN $7 ELSE next_run_at END,
        wake_at = CASE WHEN next_run_at = $6 THEN $7 ELSE next_run_at END,
        lease_holder = NULL, attempt_count = 0, failure_count = 0,
        last_error = CASE WHEN $14 = 'failed' THEN last_error END
      WHERE tenant_id = $1 AND name = $2 AND lease_epoch = $3 AND lease_holder IS NOT NULL
      RETURNING tenant_id, name
    )
    INSERT INTO learning.schedule_runs (
      tenant_id, name, due_at, first_due_at, occurrence_count, attempt_count, started_at, finished_at, run_by, result, detail
    )
    SELECT tenant_id, name, $4, $5, $8, $9, $10, $11, $12, $14, $13
    FROM ended
    ON CONFLICT (tenant_id, name, due_at) DO UPDATE
    SET attempt_count = schedule_runs.attempt_count + excluded.attempt_count, finished_at = excluded.finished_at,
      run_by = excluded.run_by, result = excluded.result, detail = excluded.detail
    RETURNING true
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(claim.key.tenantID.uuid)
    parameters.append(claim.key.name)
    parameters.append(claim.epoch)
    parameters.append(PostgresTimestamp(run.dueAt))
    parameters.append(PostgresTimestamp(run.firstDueAt))
    parameters.append(PostgresTimestamp(claim.nextRunAt))
    parameters.append(nextRunAt.map(PostgresTimestamp.init))
    parameters.append(Int32(run.occurrenceCount))
    parameters.append(Int32(run.attemptCount))
    parameters.append(PostgresTimestamp(run.startedAt))
    parameters.append(PostgresTimestamp(run.finishedAt))
    parameters.append(run.runBy)
    parameters.append(PostgresJSON(text: run.detail))
    parameters.append(run.result.rawValue)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    try row.bool()
  }
}
