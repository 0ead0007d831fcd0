public import EventModel

/// A tenant setting about how long what was recorded is kept.
public enum RetentionSetting: String, SettingKey {
  case months = "retention_months"

  static let monthCounts = 3...120

  public var key: String { rawValue }

  /// What a value has to be, with its bounds.
  public var expectation: String {
    switch self {
    case .months:
      "a whole number from \(Self.monthCounts.lowerBound) to \(Self.monthCounts.upperBound), or null to keep everything"
    }
  }

  public var descriptor: SettingDescriptor {
    SettingDescriptor(
      key: key,
      valueType: .number,
      expectation: expectation,
      defaultValue: value(in: .default),
      help: help,
      altersResults: false
    )
  }

  /// The value that this setting has in a policy.
  public func value(in policy: RetentionPolicy) -> JSONValue {
    switch self {
    case .months: policy.monthCount.map { .number(JSONNumber(Int64($0))) } ?? .null
    }
  }

  /// Checks a value and puts it into the policy, which stays as it is where the value is refused.
  public func apply(_ value: JSONValue, to policy: inout RetentionPolicy) throws(SettingError) {
    switch (self, value) {
    case (.months, .null): policy.monthCount = nil
    case (.months, .number(let number)):
      let count = try require(number.int64)
      guard count >= Self.monthCounts.lowerBound, count <= Self.monthCounts.upperBound else { throw refusal }
      policy.monthCount = Int(count)
    case (.months, _): throw refusal
    }
  }

  private var help: String {
    switch self {
    case .months: "Conversations are removed whole when their latest event is older than so many calendar months."
    }
  }
}
