extension JSONParser {
  /// Parses a text from its opening to its closing quote.
  mutating func string() throws(JSONParsingError) -> String {
    position += 1
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        let text = try validated(UnsafeBufferPointer(rebasing: bytes[start..<position]), from: start)
        position += 1
        return text
      case UInt8(ascii: "\\"):
        return try stringWithEscapes(from: start)
      case 0:
        throw error(.nulCharacter)
      case 0x01..<0x20:
        throw error(.malformed)
      default:
        position += 1
      }
    }
    throw error(.malformed)
  }

  /// Goes on with a text that began at `start`, from its first escape.
  private mutating func stringWithEscapes(from start: Int) throws(JSONParsingError) -> String {
    var text = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        let string = try text.withUnsafeBufferPointer { (text) throws(JSONParsingError) in
          try validated(text, from: start)
        }
        position += 1
        return string
      case UInt8(ascii: "\\"):
        try appendEscape(to: &text)
      case 0:
        throw error(.nulCharacter)
      case 0x01..<0x20:
        throw error(.malformed)
      default:
        text.append(byte)
        position += 1
      }
    }
    throw error(.malformed)
  }

  /// What an escape yields is whole UTF-8 sequences, so it can't complete a broken one before it.
  private func validated(_ text: UnsafeBufferPointer<UInt8>, from start: Int) throws(JSONParsingError) -> String {
    guard let string = String(exactly: text) else { throw JSONParsingError(.malformed, at: start) }
    return string
  }

  private mutating func appendEscape(to text: inout [UInt8]) throws(JSONParsingError) {
    position += 1
    let plain: UInt8
    switch next {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain = next
    case UInt8(ascii: "b"): plain = 0x08
    case UInt8(ascii: "f"): plain = 0x0C
    case UInt8(ascii: "n"): plain = 0x0A
    case UInt8(ascii: "r"): plain = 0x0D
    case UInt8(ascii: "t"): plain = 0x09
    case UInt8(ascii: "u"):
      text.append(contentsOf: UTF8.encode(try escapedScalar()) ?? UTF8.encodedReplacementCharacter)
      return
    default: throw error(.malformed)
    }
    text.append(plain)
    position += 1
  }

  /// Parses one `u` and four hexadecimal digits, or two such for a scalar beyond the basic plane.
  private mutating func escapedScalar() throws(JSONParsingError) -> Unicode.Scalar {
    let start = position
    var value = try escapedUnit()
    if UTF16.isLeadSurrogate(UInt16(value)), next == UInt8(ascii: "\\") {
      position += 1
      let trail = next == UInt8(ascii: "u") ? try escapedUnit() : 0
      guard UTF16.isTrailSurrogate(UInt16(trail)) else { throw JSONParsingError(.malformed, at: start) }
      value = 0x10000 + (value - 0xD800) << 10 + (trail - 0xDC00)
    }
    guard value != 0 else { throw JSONParsingError(.nulCharacter, at: start) }
    // A surrogate alone is no scalar.
    guard let scalar = Unicode.Scalar(value) else { throw JSONParsingError(.malformed, at: start) }
    return scalar
  }

  private mutating func escapedUnit() throws(JSONParsingError) -> UInt32 {
    position += 1
    var value: UInt32 = 0
    for _ in 0..<4 {
      let digit: UInt8
      switch next {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = next - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = next - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = next - UInt8(ascii: "A") + 10
      default: throw error(.malformed)
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
