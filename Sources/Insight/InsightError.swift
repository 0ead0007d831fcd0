/// Why an answer isn't given.
public struct InsightError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: Hashable, Sendable {
    /// Too many wait for the same answer already.
    case overloaded
  }

  public let code: Code
  /// A sentence.
  public let message: String
  /// Whether the same question may be answered a little later.
  public var isRetriable: Bool {
    switch code {
    case .overloaded: true
    }
  }

  public var description: String { message }
}
