public import EventModel
public import PostgresClient

/// Schedules in the order of their tenants and names, each with its latest run.
public struct ListSchedules: PostgresStatement {
  public typealias Row = ScheduleRow

  private let tenant: TenantID?
  private let name: String?
  private let after: ScheduleKey?
  private let countMax: Int

  /// - Parameters:
  ///   - tenant: whose; `nil` is everybody's, the installation's first.
  ///   - name: one of them alone.
  ///   - after: where the page before ended.
  ///   - countMax: rows at most.
  public init(of tenant: TenantID?, name: String? = nil, after: ScheduleKey? = nil, countMax: Int) {
    self.tenant = tenant
    self.name = name
    self.after = after
    self.countMax = countMax
  }

  public static let sql = """
    SELECT tenant_id, name, job, timing, time_zone, conflict_policy, paused_at, next_run_at, wake_at, lease_holder,
      failure_count, last_error, run.due_at, first_due_at, occurrence_count, run.attempt_count, started_at, finished_at,
      run_by, result, detail
    FROM learning.schedules AS schedule
    LEFT JOIN LATERAL (
      SELECT due_at, first_due_at, occurrence_count, attempt_count, started_at, finished_at, run_by, result, detail
      FROM learning.schedule_runs AS run
      WHERE run.tenant_id = schedule.tenant_id AND run.name = schedule.name
      ORDER BY due_at DESC
      LIMIT 1
    ) AS run ON true
    WHERE ($1::uuid IS NULL OR tenant_id = $1) AND ($2::text IS NULL OR name = $2)
      AND ($3::uuid IS NULL OR (tenant_id, name) > ($3, $4))
    ORDER BY tenant_id, name
    LIMIT $5
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant?.uuid)
    parameters.append(name)
    parameters.append(after?.tenantID.uuid)
    parameters.append(after?.name)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let key = ScheduleKey(tenantID: try row.identifier(), name: try row.string())
    let definition = ScheduleDefinition(
      key: key,
      job: try row.string(),
      timing: try row.string(),
      timeZone: try row.string(),
      conflictPolicy: try row.word()
    )
    return ScheduleRow(
      definition: definition,
      pausedAt: try row.optionalTime(),
      nextRunAt: try row.optionalTime(),
      wakeAt: try row.optionalTime(),
      leaseHolder: try row.optionalString(),
      failureCount: Int(try row.int32()),
      lastError: try row.optionalString(),
      lastRun: try ScheduleRun(key, &row)
    )
  }
}

extension ScheduleRun {
  /// The columns of a run that may be missing as a whole.
  init?(_ key: ScheduleKey, _ row: inout PostgresRowReader) throws(PostgresError) {
    let dueAt = try row.optionalTime()
    let firstDueAt = try row.optionalTime()
    let occurrenceCount: Int32? = try row.optional()
    let attemptCount: Int32? = try row.optional()
    let startedAt = try row.optionalTime()
    let finishedAt = try row.optionalTime()
    let runBy = try row.optionalString()
    let result: Result? = try row.optionalWord()
    let detail = try row.optionalJSON()
    guard let dueAt, let firstDueAt, let occurrenceCount, let attemptCount, let startedAt, let finishedAt, let runBy,
      let result, let detail
    else { return nil }
    self.init(
      key: key,
      dueAt: dueAt,
      firstDueAt: firstDueAt,
      occurrenceCount: Int(occurrenceCount),
      attemptCount: Int(attemptCount),
      startedAt: startedAt,
      finishedAt: finishedAt,
      runBy: runBy,
      result: result,
      detail: detail.text
    )
  }
}
