public import SettingModel

extension AnalyticsPolicy {
  /// The policy of a tenant with these settings: the keys of `tenant_settings` and the JSON texts of their values. What
  /// isn't set has its default; keys that analytics don't read are passed over.
  ///
  /// Throws the first problem, in the order of `AnalyticsSetting.allCases`.
  public init(settings: [String: String]) throws(SettingError) {
    self.init()
    for setting in AnalyticsSetting.allCases {
      guard let text = settings[setting.key] else { continue }
      try setting.apply(try setting.parse(text), to: &self)
    }
  }
}
