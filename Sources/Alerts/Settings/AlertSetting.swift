import EventModel
public import SettingModel

/// A tenant setting that alerts read. It alters no result.
public enum AlertSetting: String, SettingKey {
  case rules = "alert_rules"

  public var key: String { rawValue }

  public var expectation: String {
    "an object {\"rule\": {\"field\": value, ...}, ...} of the rules "
      + AlertRuleName.allCases.map(\.rawValue).joined(separator: ", ")
  }

  public var descriptor: SettingDescriptor {
    SettingDescriptor(
      key: key,
      valueType: .object,
      expectation: expectation,
      defaultValue: .object([JSONMember]()),
      help: "What differs from the standard alert rules; `reckoner alerts rules` shows them all.",
      altersResults: false
    )
  }
}

extension AlertPolicy {
  /// The policy of a tenant with these settings: the keys of `tenant_settings` and the JSON texts of their values. What
  /// isn't set has its default; keys that alerts don't read are passed over.
  ///
  /// Throws the first problem, with the place where it stands.
  public init(settings: [String: String]) throws(SettingError) {
    self.init()
    let setting = AlertSetting.rules
    guard let text = settings[setting.key] else { return }
    let value = try setting.parse(text)
    for member in try setting.require(value.members) {
      guard let name = AlertRuleName(rawValue: member.name) else {
        throw setting.refusal("no other rule than these", at: AlertSetting.quoted(member.name))
      }
      guard let fields = member.value.members else {
        throw setting.refusal("an object of fields", at: name.rawValue)
      }
      var rule = self[name]
      try AlertField.apply(fields, to: &rule)
      self[name] = rule
    }
  }
}

extension AlertSetting {
  private static let quotedScalarCountMax = 40

  /// - Parameter expectation: what is expected there.
  func refusal(_ expectation: String, at path: String) -> SettingError {
    SettingError(code: .unexpectedValue, key: key, expectation: "\(self.expectation); at \(path): \(expectation)")
  }

  /// A name that isn't known, as much of it as a sentence takes; control characters are left out.
  static func quoted(_ name: String) -> String {
    let scalars = name.unicodeScalars.lazy.filter { $0.value >= 0x20 && $0.value != 0x7F }
    return String(String.UnicodeScalarView(scalars.prefix(quotedScalarCountMax)))
  }
}
