public import EventModel
public import Store

/// Schedules and their runs as JSON.
public enum ScheduleJSON {
  public static func document(_ row: ScheduleRow) -> JSONValue {
    let definition = row.definition
    return .object([
      JSONMember("name", .string(definition.key.name)),
      JSONMember("tenant_id", definition.key.tenantID == .installation ? .null : .string("\(definition.key.tenantID)")),
      JSONMember("job", .string(definition.job)),
      JSONMember("timing", .string(definition.timing)),
      JSONMember("time_zone", .string(definition.timeZone)),
      JSONMember("conflict_policy", .string(definition.conflictPolicy.rawValue)),
      JSONMember("paused_at", .time(row.pausedAt)),
      JSONMember("next_run_at", .time(row.nextRunAt)),
      JSONMember("running_by", row.leaseHolder.map(JSONValue.string) ?? .null),
      JSONMember("lease_expires_at", row.leaseHolder == nil ? .null : .time(row.wakeAt)),
      JSONMember("retry_at", row.leaseHolder == nil && row.failureCount > 0 ? .time(row.wakeAt) : .null),
      JSONMember("failure_count", .count(row.failureCount)),
      JSONMember("last_error", row.lastError.map(JSONValue.string) ?? .null),
      JSONMember("last_run", row.lastRun.map(document) ?? .null),
    ])
  }

  public static func document(_ run: ScheduleRun) -> JSONValue {
    .object([
      JSONMember("due_at", .time(run.dueAt)),
      JSONMember("first_due_at", .time(run.firstDueAt)),
      JSONMember("occurrence_count", .count(run.occurrenceCount)),
      JSONMember("attempt_count", .count(run.attemptCount)),
      JSONMember("started_at", .time(run.startedAt)),
      JSONMember("finished_at", .time(run.finishedAt)),
      JSONMember("run_by", .string(run.runBy)),
      JSONMember("result", .string(run.result.rawValue)),
      JSONMember("detail", (try? JSONParser.parse(Array(run.detail.utf8))) ?? .null),
    ])
  }
}
