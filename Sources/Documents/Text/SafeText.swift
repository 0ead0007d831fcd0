/// Texts from elsewhere, made harmless to look at.
public enum SafeText {
  /// A text that can do nothing to a terminal: control characters and what is no UTF-8 are written out.
  public static func safe(_ text: String) -> String { safe(Array(text.utf8)) }

  public static func safe(_ bytes: [UInt8]) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return bytes.map { 0x20...0x7E ~= $0 ? String(UnicodeScalar($0)) : escape(UInt32($0)) }.joined()
    }
    return text.unicodeScalars.map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: escape(scalar.value)
      default: String(scalar)
      }
    }.joined()
  }

  private static func escape(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return value < 0x100 ? "\\x" + (digits.count < 2 ? "0" : "") + digits : "\\u{\(digits)}"
  }
}
