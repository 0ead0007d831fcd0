public import EventModel

/// What an operator is told about a tenant setting.
public struct SettingDescriptor: Sendable {
  /// The type of the JSON value.
  public enum ValueType: String, Sendable {
    case boolean
    case number
    case string
    case array
    case object
  }

  public let key: String
  public let valueType: ValueType
  /// What a value has to be, with its bounds; it completes "expected ...".
  public let expectation: String
  public let defaultValue: JSONValue
  /// A sentence.
  public let help: String
  /// Whether a change makes the tenant's conversations due again.
  public let altersResults: Bool

  public init(
    key: String,
    valueType: ValueType,
    expectation: String,
    defaultValue: JSONValue,
    help: String,
    altersResults: Bool
  ) {
    self.key = key
    self.valueType = valueType
    self.expectation = expectation
    self.defaultValue = defaultValue
    self.help = help
    self.altersResults = altersResults
  }
}
