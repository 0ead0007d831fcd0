public import SettingModel

/// When a tenant's reports are made.
public struct ReportPolicy: Hashable, Sendable {
  /// The policy of a tenant that set nothing.
  public static let `default` = ReportPolicy(daily: .at("0 7 * * *"), weekly: .at("0 7 * * mon"))

  public var daily: ReportTimes
  public var weekly: ReportTimes

  public init(daily: ReportTimes, weekly: ReportTimes) {
    self.daily = daily
    self.weekly = weekly
  }

  /// The policy of a tenant with these settings: the keys of `tenant_settings` and the JSON texts of their values. What
  /// isn't set has its default; other keys are passed over.
  ///
  /// Throws the first problem, in the order of `ReportSetting.allCases`.
  public init(settings: [String: String]) throws(SettingError) {
    self = .default
    for setting in ReportSetting.allCases {
      guard let text = settings[setting.key] else { continue }
      try setting.apply(try setting.parse(text), to: &self)
    }
  }

  public subscript(kind: ReportKind) -> ReportTimes {
    get {
      switch kind {
      case .daily: daily
      case .weekly: weekly
      }
    }
    set {
      switch kind {
      case .daily: daily = newValue
      case .weekly: weekly = newValue
      }
    }
  }
}
