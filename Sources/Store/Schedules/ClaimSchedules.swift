public import EventModel
public import PostgresClient

/// Takes schedules of which an occurrence is due and that nobody is at, the longest waiting first. One whose lease ended
/// unrenewed is taken over.
public struct ClaimSchedules: PostgresStatement {
  public typealias Row = ScheduleClaim

  private let now: Timestamp
  private let leaseEnd: Timestamp
  private let holder: String
  private let jobs: [String]
  private let countMax: Int

  /// - Parameters:
  ///   - leaseEnd: when others may take them over.
  ///   - holder: who takes them.
  ///   - jobs: what the holder knows how to do; others are left to a newer program.
  ///   - countMax: schedules at most.
  public init(now: Timestamp, leaseEnd: Timestamp, holder: String, jobs: [String], countMax: Int) {
    self.now = now
    self.leaseEnd = leaseEnd
    self.holder = holder
    self.jobs = jobs
    self.countMax = countMax
  }

  public static let sql = """
    WITH due AS MATERIALIZED (
      SELECT tenant_id, name
      FROM learning.schedules
      WHERE paused_at IS NULL AND wake_at <= $1 AND next_run_at IS NOT NULL AND job = ANY ($5)
      ORDER BY wake_at
      LIMIT $4
      FOR UPDATE SKIP LOCKED
    )
    UPDATE learning.schedules AS schedule
    SET lease_holder = $3, lease_epoch = lease_epoch + 1, wake_at = $2, attempt_count = attempt_count + 1
    FROM due
    WHERE schedule.tenant_id = due.tenant_id AND schedule.name = due.name
    RETURNING schedule.tenant_id, schedule.name, job, timing, time_zone, next_run_at, lease_epoch, attempt_count,
      failure_count
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(now))
    parameters.append(PostgresTimestamp(leaseEnd))
    parameters.append(holder)
    parameters.append(Int64(countMax))
    parameters.append(jobs)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    ScheduleClaim(
      key: ScheduleKey(tenantID: try row.identifier(), name: try row.string()),
      job: try row.string(),
      timing: try row.string(),
      timeZone: try row.string(),
      nextRunAt: try row.time(),
      epoch: try row.int64(),
      attemptCount: Int(try row.int32()),
      failureCount: Int(try row.int32())
    )
  }
}
