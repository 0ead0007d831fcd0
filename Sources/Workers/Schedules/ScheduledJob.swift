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
  /// Forgets the records of timed work that are old.
  case housekeeping

  /// Whether it is done for each tenant apart.
  public var isPerTenant: Bool { false }

  /// What it counts.
  public var unit: String {
    switch self {
    case .sweep: "outcomes"
    case .calibration: "judgements"
    case .immediateSignals, .engagementSignals, .dealSignals: "outcomes"
    case .rollups: "changes"
    case .tenantSchedules: "schedules"
    case .housekeeping: "records"
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
    case .housekeeping: "forgotten"
    }
  }
}
