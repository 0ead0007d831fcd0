import EventModel
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
    schedule("housekeeping", .housekeeping, "cron 30 3 * * *"),
  ]

  /// Names that a tenant's schedules may have here; others, which an operator made, are left alone.
  static let tenantNames: Set<String> = []

  /// Those of a tenant with these settings: keys and JSON texts.
  static func schedules(of tenant: TenantID, settings: [String: String]) throws -> [ScheduleDefinition] {
    []
  }

  private static func schedule(_ name: String, _ job: ScheduledJob, _ timing: String) -> ScheduleDefinition {
    ScheduleDefinition(
      key: ScheduleKey(tenantID: .installation, name: name),
      job: job.rawValue,
      timing: timing,
      timeZone: TimeZoneName.utc.text
    )
  }
}
