/// One header of free text.
enum MailHeader {
  /// Of one encoded word: its line has 76 characters at most (RFC 2047, section 2), with 12 around the base64 and the name of
  /// the header before the first one.
  private static let wordByteCountMax = 39
  private static let plainByteCountMax = 60
  /// Beyond it a subject is cut.
  private static let byteCountMax = 600

  /// The header without its end of line. Control characters are spaces: no text can begin another header.
  static func line(_ name: String, _ text: String) -> String {
    let text = cut(text.onOneLine)
    let isPlain =
      text.utf8.count <= plainByteCountMax && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
      && !text.contains("=?") && text.utf8.first != 0x20
    if isPlain { return "\(name): \(text)" }
    return "\(name): " + words(of: text).map { "=?UTF-8?B?\(Base64.encode($0))?=" }.joined(separator: "\r\n ")
  }

  /// Pieces that each are valid UTF-8.
  private static func words(of text: String) -> [[UInt8]] {
    var words: [[UInt8]] = [[]]
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      if words[words.count - 1].count + bytes.count > wordByteCountMax { words.append([]) }
      words[words.count - 1] += bytes
    }
    return words
  }

  private static func cut(_ text: String) -> String {
    var bytes = 0
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      bytes += UTF8.width(scalar)
      if bytes > byteCountMax {
        result.append("\u{2026}")
        break
      }
      result.append(scalar)
    }
    return String(result)
  }
}

/// Base64 with padding (RFC 4648, section 4).
enum Base64 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  /// 76 characters (RFC 2045, section 6.8).
  private static let lineByteCount = 57

  static func encode(_ bytes: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var rest = bytes.makeIterator()
    while let first = rest.next() {
      let (second, third) = (rest.next(), rest.next())
      let group = Int(first) << 16 | Int(second ?? 0) << 8 | Int(third ?? 0)
      text.append(digits[group >> 18])
      text.append(digits[group >> 12 & 63])
      text.append(second == nil ? UInt8(ascii: "=") : digits[group >> 6 & 63])
      text.append(third == nil ? UInt8(ascii: "=") : digits[group & 63])
    }
    return String(decoding: text, as: UTF8.self)
  }

  static func lines(of bytes: [UInt8]) -> [String] {
    stride(from: 0, to: bytes.count, by: lineByteCount).map { encode(bytes[$0...].prefix(lineByteCount)) }
  }
}

extension UTF8 {
  fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case ..<0x80: 1
    case ..<0x800: 2
    case ..<0x10000: 3
    default: 4
    }
  }
}
