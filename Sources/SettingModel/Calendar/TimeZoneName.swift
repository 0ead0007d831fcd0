/// The name of a time zone of the IANA database, such as `Europe/Berlin`.
///
/// Which names there are is known to the database server alone: a name here has the form of one.
public struct TimeZoneName: Hashable, Sendable {
  public static let utc = TimeZoneName(unchecked: "UTC")

  static let byteCountMax = 64

  public let text: String

  /// `nil` unless the text is a letter and up to 63 letters, digits, `_`, `-`, `+` and `/`.
  public init?(_ text: String) {
    let bytes = text.utf8
    guard let first = bytes.first, Self.isLetter(first), bytes.count <= Self.byteCountMax,
      bytes.allSatisfy({ Self.isLetter($0) || Self.others.contains($0) })
    else { return nil }
    self.init(unchecked: text)
  }

  private init(unchecked text: String) {
    self.text = text
  }

  private static let others = Set("0123456789_-+/".utf8)

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 32)
  }
}
