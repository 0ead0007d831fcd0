/// A decimal number taken apart: digits x 10^exponent, without zeros at either end, so that equal values have equal
/// parts.
struct JSONDecimal: Equatable {
  /// Never true for zero.
  let isNegative: Bool
  /// ASCII digits; empty for zero.
  let digits: [UInt8]
  /// The power of ten of the last digit; 0 for zero.
  let exponent: Int

  var isZero: Bool { digits.isEmpty }

  /// The power of ten of the first digit; means nothing for zero.
  var leadingExponent: Int { exponent + digits.count - 1 }

  /// Takes a text apart that is a valid JSON number.
  init(_ text: String) {
    let bytes = text.utf8
    let mantissaEnd = bytes.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? bytes.endIndex
    let mantissa = bytes[..<mantissaEnd]
    var exponent = Self.integer(bytes[mantissaEnd...].dropFirst())
    if let point = mantissa.firstIndex(of: UInt8(ascii: ".")) {
      exponent -= mantissa.distance(from: point, to: mantissa.endIndex) - 1
    }
    let asciiDigits = UInt8(ascii: "0")...UInt8(ascii: "9")
    var digits = Array(mantissa.lazy.filter(asciiDigits.contains).drop { $0 == UInt8(ascii: "0") })
    while digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      exponent += 1
    }
    self.isNegative = !digits.isEmpty && bytes.first == UInt8(ascii: "-")
    self.exponent = digits.isEmpty ? 0 : exponent
    self.digits = digits
  }

  /// A signed integer of ASCII digits; 0 for none. The parser has refused what would not fit.
  private static func integer(_ text: Substring.UTF8View) -> Int {
    var value = 0
    for byte in text where byte != UInt8(ascii: "-") && byte != UInt8(ascii: "+") {
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return text.first == UInt8(ascii: "-") ? -value : value
  }

  /// The value as an integer; `nil` where it is none or lies outside Int64.
  var int64: Int64? {
    guard !isZero else { return 0 }
    // Int64 has 19 digits; the bound keeps the loop short.
    guard exponent >= 0, leadingExponent < 19 else { return nil }
    var value: Int64 = 0
    for index in 0...leadingExponent {
      let digit = index < digits.count ? Int64(digits[index] - UInt8(ascii: "0")) : 0
      let (shifted, shiftOverflows) = value.multipliedReportingOverflow(by: 10)
      let (next, overflows) = shifted.addingReportingOverflow(isNegative ? -digit : digit)
      guard !shiftOverflows, !overflows else { return nil }
      value = next
    }
    return value
  }
}

extension JSONNumber {
  /// Whether the text is plainly canonical already: a whole number without a zero at its end, as most are.
  var isCanonical: Bool {
    text.utf8.last != UInt8(ascii: "0")
      && !text.utf8.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
  }
}
