public import EventModel
public import PostgresClient

/// Makes schedules that aren't there; one that is there gets another timing as its conflict policy says. A pause, a lease and
/// the history stay.
public struct PutSchedules: PostgresStatement {
  private let schedules: [(definition: ScheduleDefinition, nextRunAt: Timestamp?)]

  /// - Parameter schedules: each once, with its first occurrence.
  public init(_ schedules: [(definition: ScheduleDefinition, nextRunAt: Timestamp?)]) {
    self.schedules = schedules
  }

  public static let sql = """
    INSERT INTO learning.schedules AS standing (
      tenant_id, name, job, timing, time_zone, conflict_policy, next_run_at, wake_at
    )
    SELECT tenant_id, name, job, timing, time_zone, conflict_policy, next_run_at, next_run_at
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
      AS given (tenant_id, name, job, timing, time_zone, conflict_policy, next_run_at)
    ORDER BY tenant_id, name
    ON CONFLICT (tenant_id, name) DO UPDATE
    SET job = excluded.job, timing = excluded.timing, time_zone = excluded.time_zone, next_run_at = excluded.next_run_at,
      -- Who is at it looks when it is done.
      wake_at = CASE WHEN standing.lease_holder IS NULL THEN excluded.wake_at ELSE standing.wake_at END
    WHERE standing.conflict_policy = 'replace'
      AND (standing.job, standing.timing, standing.time_zone)
        IS DISTINCT FROM (excluded.job, excluded.timing, excluded.time_zone)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(schedules.map(\.definition.key.tenantID.uuid))
    parameters.append(schedules.map(\.definition.key.name))
    parameters.append(schedules.map(\.definition.job))
    parameters.append(schedules.map(\.definition.timing))
    parameters.append(schedules.map(\.definition.timeZone))
    parameters.append(schedules.map(\.definition.conflictPolicy.rawValue))
    parameters.append(schedules.map { $0.nextRunAt.map(PostgresTimestamp.init) })
  }
}
