import EventModel

extension ResolutionPolicy {
  /// The policy of a tenant with these settings: the keys of `tenant_settings` and the JSON texts of their values. What
  /// isn't set has its default; keys that the fold doesn't read are passed over.
  ///
  /// Throws the first problem, in the order of `ResolutionSetting.allCases`.
  public init(settings: [String: String]) throws(SettingError) {
    self.init()
    for setting in ResolutionSetting.allCases {
      guard let text = settings[setting.key] else { continue }
      let value: JSONValue
      do {
        value = try JSONParser.parse(Array(text.utf8))
      } catch {
        throw SettingError(code: .notJSON, key: setting.key, expectation: setting.expectation)
      }
      try setting.apply(value, to: &self)
    }
  }
}
