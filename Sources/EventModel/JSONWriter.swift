/// Writes JSON text in UTF-8, without white space.
public struct JSONWriter {
  private var bytes: [UInt8] = []
  private let isCanonical: Bool

  private init(isCanonical: Bool) {
    self.isCanonical = isCanonical
  }

  /// The value as it stands: members in their order, numbers as written. Never longer than a text it was parsed from.
  public static func compact(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter(isCanonical: false)
    writer.bytes.reserveCapacity(512)
    writer.append(value)
    return writer.bytes
  }

  /// The one text of all equal values: members sorted by the bytes of their names, numbers as digits and exponent.
  public static func canonical(_ value: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    appendCanonical(value, to: &bytes)
    return bytes
  }

  /// Writes the same behind what is there.
  static func appendCanonical(_ value: JSONValue, to bytes: inout [UInt8]) {
    var writer = JSONWriter(isCanonical: true)
    swap(&writer.bytes, &bytes)
    writer.append(value)
    swap(&writer.bytes, &bytes)
  }

  private mutating func append(_ value: JSONValue) {
    switch value {
    case .null: append("null")
    case .bool(true): append("true")
    case .bool(false): append("false")
    case .number(let number): append(number)
    case .string(let text): appendQuoted(text)
    case .array(let elements): append(elements)
    case .object(let members): append(isCanonical ? members.inNameOrder : members)
    }
  }

  private mutating func append(_ elements: [JSONValue]) {
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(element)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func append(_ members: [JSONMember]) {
    bytes.append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      appendQuoted(member.name)
      bytes.append(UInt8(ascii: ":"))
      append(member.value)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func append(_ number: JSONNumber) {
    guard isCanonical, !number.isCanonical else { return bytes.append(contentsOf: number.text.utf8) }
    let decimal = JSONDecimal(number.text)
    guard !decimal.isZero else { return bytes.append(UInt8(ascii: "0")) }
    if decimal.isNegative { bytes.append(UInt8(ascii: "-")) }
    bytes.append(contentsOf: decimal.digits)
    guard decimal.exponent != 0 else { return }
    bytes.append(UInt8(ascii: "e"))
    bytes.append(contentsOf: String(decimal.exponent).utf8)
  }

  private mutating func append(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func appendQuoted(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { text in
      if text.contains(where: Self.needsEscape) {
        for byte in text { appendEscaping(byte) }
      } else {
        bytes.append(contentsOf: text)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func appendEscaping(_ byte: UInt8) {
    guard Self.needsEscape(byte) else { return bytes.append(byte) }
    switch byte {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case 0x08: append("\\b")
    case 0x0C: append("\\f")
    case 0x0A: append("\\n")
    case 0x0D: append("\\r")
    case 0x09: append("\\t")
    default:
      let digits: StaticString = "0123456789abcdef"
      append("\\u00")
      bytes.append(digits.utf8Start[Int(byte >> 4)])
      bytes.append(digits.utf8Start[Int(byte & 15)])
    }
  }
}
