import Documents
import EventModel
import Store

/// Schedules as lines for a person.
enum ScheduleText {
  static func table(of rows: [ScheduleRow]) -> [String] {
    if rows.isEmpty { return ["there are no schedules yet: a running learning-scheduler makes them"] }
    var table = Table([
      .left("schedule"), .left("tenant"), .left("timing"), .left("zone"), .left("next run"), .left("state"),
      .left("last run"), .left("result"),
    ])
    for row in rows {
      let definition = row.definition
      table.add([
        definition.key.name,
        definition.key.tenantID == .installation ? "-" : definition.key.tenantID.description,
        definition.timing,
        definition.timeZone,
        row.nextRunAt?.rfc3339 ?? "never",
        state(of: row),
        row.lastRun?.finishedAt.rfc3339 ?? "-",
        row.lastRun.map(result) ?? "-",
      ])
    }
    return table.lines()
  }

  static func table(of runs: [ScheduleRun]) -> [String] {
    if runs.isEmpty { return ["it has not run yet"] }
    var table = Table([
      .left("due"), .right("occurrences"), .right("attempts"), .left("finished"), .left("result"), .left("found"),
    ])
    for run in runs {
      table.add([
        run.dueAt.rfc3339, String(run.occurrenceCount), String(run.attemptCount), run.finishedAt.rfc3339, result(run),
        SafeText.safe(run.detail),
      ])
    }
    return table.lines()
  }

  private static func state(of row: ScheduleRow) -> String {
    if let holder = row.leaseHolder { return "running by \(SafeText.safe(holder))" }
    if let pausedAt = row.pausedAt { return "paused since \(pausedAt.rfc3339)" }
    if row.failureCount > 0 { return "failed \(row.failureCount) times, tried again at \(row.wakeAt?.rfc3339 ?? "-")" }
    return "waiting"
  }

  private static func result(_ run: ScheduleRun) -> String {
    switch run.result {
    case .done: "done"
    case .failed: "given up"
    }
  }
}
