/// Timed work, by the name that a schedule and `learning-scheduler --run` give it.
public enum ScheduledJob: String, CaseIterable, Sendable {
  /// Closes windows, and then brings the roll-ups up to date.
  case sweep
  /// Judges the agents' confidence by the samples that have matured.
  case calibration
  /// Looks for signals that should have decided an outcome of a window of a day, and didn't.
  case immediateSignals = "immediate_signals"
  /// The same for windows of seven days: meetings and escalations.
  case engagementSignals = "engagement_signals"
  /// The same for deals.
  case dealSignals = "deal_signals"
  /// Folds changes of roll-ups that wait.
  case rollups
  /// Makes and changes the schedules of tenants, as their settings say.
  case tenantSchedules = "tenant_schedules"
  /// Makes the months of events and outcomes that come next, removes what tenants don't keep any longer, and drops months
  /// of which nothing is left.
  case retention
  /// Forgets the records of timed work that are old.
  case housekeeping
  /// Sends reports and alerts that wait to be delivered.
  case deliveries
  /// Makes a tenant's daily reports.
  case dailyReport = "daily_report"
  /// Makes a tenant's weekly report.
  case weeklyReport = "weekly_report"
  /// Makes a tenant's last reports anew where late events changed what they told.
  case reportCorrections = "report_corrections"
  /// Looks at what a tenant's alert rules watch.
  case alerts

  /// Whether it is done for each tenant apart.
  public var isPerTenant: Bool {
    switch self {
    case .dailyReport, .weeklyReport, .reportCorrections, .alerts: true
    case .sweep, .calibration, .immediateSignals, .engagementSignals, .dealSignals, .rollups, .tenantSchedules,
      .retention, .housekeeping, .deliveries:
      false
    }
  }

  /// What it counts.
  public var unit: String {
    switch self {
    case .sweep: "outcomes"
    case .calibration: "judgements"
    case .immediateSignals, .engagementSignals, .dealSignals: "outcomes"
    case .rollups: "changes"
    case .tenantSchedules: "schedules"
    case .retention: "conversations"
    case .housekeeping: "records"
    case .deliveries: "notices"
    case .dailyReport, .weeklyReport, .reportCorrections: "reports"
    case .alerts: "changes of alerts"
    }
  }

  /// What became of those, in a word.
  public var verb: String {
    switch self {
    case .sweep: "written"
    case .calibration: "made"
    case .immediateSignals, .engagementSignals, .dealSignals: "found undecided and decided"
    case .rollups: "folded"
    case .tenantSchedules: "changed"
    case .retention: "removed"
    case .housekeeping: "forgotten"
    case .deliveries: "delivered"
    case .dailyReport, .weeklyReport: "made"
    case .reportCorrections: "corrected"
    case .alerts: "told"
    }
  }
}
