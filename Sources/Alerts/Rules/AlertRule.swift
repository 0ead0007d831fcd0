public import EventModel

/// What makes an alert of one kind, and when it ends.
public struct AlertRule: Hashable, Sendable {
  public let name: AlertRuleName
  public var isEnabled = true
  public var severity: AlertSeverity
  /// Of the figure that ``AlertRuleName`` speaks of: a fall or a rise of a rate in [0, 1], a change of the mean gap in
  /// [0, 1], a number of letters, an age in minutes; `nil` where there is only yes or no.
  public var thresholds: AlertThresholds?
  /// Of the number of all dead letters, whenever they came.
  public var totals: AlertThresholds?
  /// The share of unchanged tenants that one look may accuse, in (0, 0.5]; shared by the subjects that it looks at.
  public var significance: Double?
  /// Outcomes that both periods need for a statement, at least 1.
  public var sampleCountMin: Int64?
  /// Days of the period that is judged, at least 1.
  public var recentDays: Int?
  /// Days right before it that it is compared with, at least 1.
  public var baselineDays: Int?
  /// For how long a figure has to be bad before the alert opens; 0 opens it at once.
  public var holdFor = TimeInterval.seconds(0)
  /// For how long a figure has to be well again before the alert ends; 0 ends it at once.
  public var keepFiringFor = TimeInterval.seconds(0)
  /// After how long an open alert that nobody has acknowledged is told again; `nil` is never.
  public var reminderInterval: TimeInterval?
  /// For how long missing data leaves everything as it is. After that an alert ends, and says that it ends for this.
  public var missingMax = TimeInterval.days(7)

  /// The rule of a tenant that set nothing.
  public static func standard(_ name: AlertRuleName) -> AlertRule {
    var rule = AlertRule(name: name, severity: .warning)
    rule.reminderInterval = .days(1)
    switch name {
    case .successRateFalls, .escalationRateJumps:
      rule.thresholds = AlertThresholds(enter: 0.1, leave: 0.05)
      rule.significance = 0.01
      rule.sampleCountMin = 50
      rule.recentDays = 7
      rule.baselineDays = 28
    case .calibrationDrifts:
      rule.thresholds = AlertThresholds(enter: 0.1, leave: 0.05)
      rule.significance = 0.01
      rule.sampleCountMin = 50
      rule.recentDays = 14
    case .deadLettersRise:
      rule.thresholds = AlertThresholds(enter: 10, leave: 5)
      rule.totals = AlertThresholds(enter: 100, leave: 50)
    case .streamStalls:
      rule.severity = .critical
      rule.thresholds = AlertThresholds(enter: 15, leave: 5)
      rule.keepFiringFor = .seconds(600)
      rule.reminderInterval = .hours(1)
      rule.missingMax = .days(1)
    case .feedbackFatigue:
      rule.severity = .info
      rule.recentDays = 30
      rule.reminderInterval = nil
    }
    return rule
  }

  private init(name: AlertRuleName, severity: AlertSeverity) {
    self.name = name
    self.severity = severity
  }
}
