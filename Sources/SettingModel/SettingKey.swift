public import EventModel

/// The tenant settings that one part of the core reads, by their names.
public protocol SettingKey: Hashable, Sendable, CaseIterable {
  /// The contract's name, such as `window_hours.meeting_outcome`.
  var key: String { get }
  /// What a value has to be, with its bounds; it completes "expected ...".
  var expectation: String { get }
  /// What an operator is told.
  var descriptor: SettingDescriptor { get }
}

extension SettingKey {
  /// `nil` for a key of another part, or of none.
  public init?(key: String) {
    guard let setting = Self.allCases.first(where: { $0.key == key }) else { return nil }
    self = setting
  }

  /// Reads JSON text.
  public func parse(_ text: String) throws(SettingError) -> JSONValue {
    do {
      return try JSONParser.parse(Array(text.utf8))
    } catch {
      throw SettingError(code: .notJSON, key: key, expectation: expectation)
    }
  }

  /// What a value of another type, or out of bounds, is refused with.
  public var refusal: SettingError {
    SettingError(code: .unexpectedValue, key: key, expectation: expectation)
  }

  /// A value that is there; the refusal otherwise.
  public func require<Value>(_ value: Value?) throws(SettingError) -> Value {
    guard let value else { throw refusal }
    return value
  }
}
