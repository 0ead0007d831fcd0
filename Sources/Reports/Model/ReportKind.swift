/// How often a report is made, and for whom.
public enum ReportKind: String, CaseIterable, Sendable {
  /// Each day, for a manager.
  case daily
  /// Each week, for executives.
  case weekly

  public var audience: ReportAudience {
    switch self {
    case .daily: .manager
    case .weekly: .executive
    }
  }

  /// The days that the report is about.
  public var dayCount: Int {
    switch self {
    case .daily: 1
    case .weekly: 7
    }
  }

  /// The days, up to the same last one, over which rates and calibration are told: windows of outcomes are up to a month
  /// long, so that nothing is decided of a single day.
  public var lookBackDayCount: Int {
    switch self {
    case .daily: 56
    case .weekly: 91
    }
  }
}
