/// Why a line of a file of paths is not taken, and what to do about it. Holds nothing of the line's own text.
public struct PathLineError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: Hashable, Sendable {
    /// Not a JSON object.
    case malformed
    /// A required member is absent.
    case missing
    /// A member has a value that it can't have.
    case invalid
    /// The sums would exceed their bounds.
    case tooLarge
  }

  public let code: Code
  /// A sentence.
  public let message: String

  /// The same line is refused the same way again.
  public var isRetriable: Bool { false }
  public var description: String { message }

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
