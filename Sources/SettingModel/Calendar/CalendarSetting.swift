public import EventModel

/// A tenant setting about the calendar by which the tenant's people live (CONTRACT section 2).
public enum CalendarSetting: String, SettingKey {
  case timeZone = "time_zone"

  public var key: String { rawValue }

  /// What a value has to be, with its bounds.
  public var expectation: String {
    switch self {
    case .timeZone: "the name of a time zone that the database knows, such as \"Europe/Berlin\""
    }
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
  public func value(in policy: CalendarPolicy) -> JSONValue {
    switch self {
    case .timeZone: .string(policy.timeZone.text)
    }
  }

  /// Checks a value's form and puts it into the policy, which stays as it is where the value is refused.
  public func apply(_ value: JSONValue, to policy: inout CalendarPolicy) throws(SettingError) {
    switch (self, value) {
    case (.timeZone, .string(let name)): policy.timeZone = try require(TimeZoneName(name))
    case (.timeZone, _): throw refusal
    }
  }

  private var help: String {
    switch self {
    case .timeZone: "By whose clocks hours of the day and weekdays are counted."
    }
  }
}
