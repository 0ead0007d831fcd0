/// The double nearest to a decimal number as people and programs write it in tables: 0.50, .5, 1., +1e-3.
enum DecimalText {
  /// `nil` for anything else.
  static func value(_ text: ArraySlice<UInt8>) -> Double? {
    var digits: UInt64 = 0
    var digitCount = 0
    var fractionCount: Int?
    for byte in text {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digitCount += 1
        digits = digits &* 10 &+ UInt64(byte - UInt8(ascii: "0"))
        if let count = fractionCount { fractionCount = count + 1 }
      case UInt8(ascii: ".") where fractionCount == nil:
        fractionCount = 0
      default:
        return uncommonValue(text)
      }
    }
    // Up to 15 digits both numbers are doubles, and the division rounds once (Clinger 1990).
    guard (1...15).contains(digitCount) else { return uncommonValue(text) }
    return Double(digits) / powersOfTen[fractionCount ?? 0]
  }

  /// Signs, exponents and many digits, by the standard library, which would also take `nan`, `infinity` and hexadecimals.
  private static func uncommonValue(_ text: ArraySlice<UInt8>) -> Double? {
    let isDecimal = text.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
      default: false
      }
    }
    return isDecimal ? Double(String(decoding: text, as: UTF8.self)) : nil
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]
}
