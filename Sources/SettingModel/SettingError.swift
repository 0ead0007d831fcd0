/// Why a tenant setting is refused. The description is a sentence for the operator; it doesn't repeat the value.
public struct SettingError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: Hashable, Sendable {
    /// The text isn't JSON.
    case notJSON
    /// JSON of another type, or out of bounds.
    case unexpectedValue
  }

  public let code: Code
  public let key: String
  /// What a value has to be, with its bounds.
  public let expectation: String

  public init(code: Code, key: String, expectation: String) {
    self.code = code
    self.key = key
    self.expectation = expectation
  }

  public var description: String {
    switch code {
    case .notJSON: "\(key) is not JSON; expected \(expectation)."
    case .unexpectedValue: "\(key) is not valid; expected \(expectation)."
    }
  }
}
