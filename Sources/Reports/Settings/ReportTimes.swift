import Scheduling

/// When a kind of report is made.
public enum ReportTimes: Hashable, Sendable {
  case off
  /// At the times of a cron expression, by the clocks of the tenant's time zone.
  case at(String)

  /// The expression as it is kept, where it is one that comes up.
  static func cron(_ text: String) -> String? {
    (try? CronExpression(text)).map(\.description)
  }
}
