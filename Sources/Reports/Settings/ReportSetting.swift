public import EventModel
public import SettingModel

/// A tenant setting that says when reports are made.
public enum ReportSetting: String, SettingKey {
  case daily = "daily_report"
  case weekly = "weekly_report"

  public var key: String { rawValue }

  public var kind: ReportKind {
    switch self {
    case .daily: .daily
    case .weekly: .weekly
    }
  }

  /// What a value has to be, with its bounds.
  public var expectation: String {
    "a cron expression of five fields such as \"\(Self.text(ReportPolicy.default[kind]))\", in the tenant's time zone, or "
      + "\"\(Self.off)\""
  }

  public var descriptor: SettingDescriptor {
    SettingDescriptor(
      key: key,
      valueType: .string,
      expectation: expectation,
      defaultValue: value(in: .default),
      help: help,
      altersResults: false
    )
  }

  /// The value that this setting has in a policy.
  public func value(in policy: ReportPolicy) -> JSONValue { .string(Self.text(policy[kind])) }

  /// Checks a value and puts it into the policy, which stays as it is where the value is refused.
  public func apply(_ value: JSONValue, to policy: inout ReportPolicy) throws(SettingError) {
    guard case .string(let text) = value else { throw refusal }
    if text == Self.off {
      policy[kind] = .off
    } else {
      policy[kind] = .at(try require(ReportTimes.cron(text)))
    }
  }

  private static let off = "off"

  private static func text(_ times: ReportTimes) -> String {
    switch times {
    case .off: off
    case .at(let cron): cron
    }
  }

  private var help: String {
    switch self {
    case .daily: "When the managers' daily reports are made."
    case .weekly: "When the executives' weekly report is made."
    }
  }
}
