/// What a tenant can choose about days and hours.
public struct CalendarPolicy: Hashable, Sendable {
  /// The policy of a tenant that set nothing.
  public static let `default` = CalendarPolicy()

  public var timeZone: TimeZoneName

  public init(timeZone: TimeZoneName = .utc) {
    self.timeZone = timeZone
  }

  /// The policy of a tenant with these settings: the keys of `tenant_settings` and the JSON texts of their values. What
  /// isn't set has its default; other keys are passed over.
  ///
  /// Throws the first problem, in the order of `CalendarSetting.allCases`.
  public init(settings: [String: String]) throws(SettingError) {
    self.init()
    for setting in CalendarSetting.allCases {
      guard let text = settings[setting.key] else { continue }
      try setting.apply(try setting.parse(text), to: &self)
    }
  }
}
