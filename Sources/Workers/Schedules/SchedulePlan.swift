import EventModel
import Reports
import SettingModel
import Store

/// Which schedules there are, by default and by what tenants have set.
enum SchedulePlan {
  /// Those of the installation. Events, and loops that look every few seconds, leave most of them nothing to do: they find
  /// what those missed, and report it.
  static let installation: [ScheduleDefinition] = [
    schedule("immediate_signals", .immediateSignals, "every 15 min"),
    schedule("engagement_signals", .engagementSignals, "every 6 h"),
    schedule("deal_signals", .dealSignals, "every 24 h"),
    schedule("expiry", .sweep, "every 1 h"),
    schedule("calibration_check", .calibration, "every 6 h"),
    schedule("rollups", .rollups, "every 1 h"),
    schedule("tenant_schedules", .tenantSchedules, "every 1 min"),
    schedule("retention", .retention, "cron 0 3 * * *"),
    schedule("housekeeping", .housekeeping, "cron 30 3 * * *"),
  ]

  /// Names that a tenant's schedules may have here; others, which an operator made, are left alone.
  static let tenantNames: Set<String> = ["daily_report", "weekly_report", "report_corrections", "alerts"]

  /// Those of a tenant with these settings: keys and JSON texts. What happens at a time of the day goes by the clocks of
  /// the tenant's time zone.
  static func schedules(of tenant: TenantID, settings: [String: String]) throws -> [ScheduleDefinition] {
    let zone = try CalendarPolicy(settings: settings).timeZone
    let reports = try ReportPolicy(settings: settings)
    let own = { (name: String, job: ScheduledJob, timing: String) in
      schedule(name, job, timing, of: tenant, in: zone)
    }
    var schedules = [own("alerts", .alerts, "every 5 min")]
    if case .at(let cron) = reports.daily { schedules.append(own("daily_report", .dailyReport, "cron \(cron)")) }
    if case .at(let cron) = reports.weekly { schedules.append(own("weekly_report", .weeklyReport, "cron \(cron)")) }
    if reports.daily != .off || reports.weekly != .off {
      schedules.append(own("report_corrections", .reportCorrections, "cron 30 4 * * *"))
    }
    return schedules
  }

  private static func schedule(
    _ name: String,
    _ job: ScheduledJob,
    _ timing: String,
    of tenant: TenantID = .installation,
    in zone: TimeZoneName = .utc
  ) -> ScheduleDefinition {
    ScheduleDefinition(
      key: ScheduleKey(tenantID: tenant, name: name),
      job: job.rawValue,
      timing: timing,
      timeZone: zone.text
    )
  }
}
