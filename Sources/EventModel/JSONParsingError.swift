/// Why a text is not taken as JSON, and where.
public struct JSONParsingError: Error, Hashable, Sendable {
  public enum Code: Hashable, Sendable {
    /// Not JSON by RFC 8259, or not UTF-8.
    case malformed
    /// Nested deeper than the limit.
    case tooDeep
    /// A NUL character in a text or a name; PostgreSQL can't store it.
    case nulCharacter
    /// A number with more than 131072 digits before or 16383 after the point; PostgreSQL can't store it.
    case numberOutOfRange
  }

  public let code: Code
  /// Where it was noticed, in bytes from the start.
  public let byteOffset: Int

  init(_ code: Code, at byteOffset: Int) {
    self.code = code
    self.byteOffset = byteOffset
  }
}
