public import EventModel
public import TestSupport

/// Random JSON documents, and other spellings of the same value.
public struct JSONGenerator {
  public var random: TestGenerator

  public init(seed: UInt64) {
    random = TestGenerator(seed: seed)
  }

  public mutating func value(levels: Int = 4) -> JSONValue {
    switch Int.random(in: 0..<(levels > 0 ? 8 : 5), using: &random) {
    case 0: .null
    case 1: .bool(Bool.random(using: &random))
    case 2: .number(JSONNumber(Int64.random(in: -1_000_000...1_000_000, using: &random)))
    case 3: .number(JSONNumber(Double(Int64.random(in: -999_999...999_999, using: &random)) / 1000))
    case 4: .string(text())
    case 5: .array((0..<Int.random(in: 0...4, using: &random)).map { _ in value(levels: levels - 1) })
    default: object(levels: levels)
    }
  }

  public mutating func object(levels: Int = 4) -> JSONValue {
    .object(
      (0..<Int.random(in: 0...6, using: &random)).map { index in
        JSONMember("\(index)" + text(), value(levels: levels - 1))
      }
    )
  }

  public mutating func text() -> String {
    let alphabet: [Unicode.Scalar] = [
      "a", "b", "z", " ", "\"", "\\", "/", "\n", "\t", "\u{1}", "\u{1F}", "\u{7F}", "é", "\u{301}", "€", "\u{2028}",
      "\u{FFFD}", "\u{FFFF}", "😀", "\u{10FFFF}",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      text.unicodeScalars.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
    }
    return text
  }

  /// Another text of the same value: members shuffled, white space, escapes and numbers spelt otherwise.
  public mutating func respelled(_ value: JSONValue) -> String {
    blank() + body(of: value) + blank()
  }

  private mutating func body(of value: JSONValue) -> String {
    switch value {
    case .null: return "null"
    case .bool(let bool): return bool ? "true" : "false"
    case .number(let number): return respelled(number)
    case .string(let text): return respelled(text)
    case .array(let elements):
      var texts: [String] = []
      for element in elements { texts.append(respelled(element)) }
      return "[" + texts.joined(separator: ",") + (texts.isEmpty ? blank() : "") + "]"
    case .object(let members):
      var texts: [String] = []
      for member in members.shuffled(using: &random) {
        texts.append(blank() + respelled(member.name) + blank() + ":" + respelled(member.value))
      }
      return "{" + texts.joined(separator: ",") + blank() + "}"
    }
  }

  private mutating func blank() -> String {
    ["", "", "", " ", "\n", "\t ", "\r\n"][Int.random(in: 0..<7, using: &random)]
  }

  private mutating func respelled(_ number: JSONNumber) -> String {
    guard !number.text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return number.text }
    let hasPoint = number.text.utf8.contains(UInt8(ascii: "."))
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return number.text + (hasPoint ? "00" : ".0")
    case 1: return number.text + (hasPoint ? "0" : "") + "e0"
    case 2: return hasPoint || number.text == "0" ? number.text : number.text + "0E-1"
    default: return number.text
    }
  }

  private mutating func respelled(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
      if mustEscape || Int.random(in: 0..<4, using: &random) == 0 {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16, uppercase: Bool.random(using: &random))
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
