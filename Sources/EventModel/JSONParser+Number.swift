extension JSONParser {
  /// What PostgreSQL's `numeric` can store, in decimal digits; jsonb keeps its numbers as such.
  private static let integerDigitCountMax = 131_072
  private static let fractionDigitCountMax = 16_383
  /// Its reader refuses exponents from INT_MAX / 2 on, even of zero.
  private static let exponentMax = (1 << 30) - 2

  /// Parses a number, from its sign or first digit.
  mutating func number() throws(JSONParsingError) -> JSONNumber {
    let start = position
    let isNegative = next == UInt8(ascii: "-")
    if isNegative { position += 1 }
    var significand = Significand()
    if next == UInt8(ascii: "0") {
      position += 1
    } else {
      try digits(into: &significand)
    }
    if next == UInt8(ascii: ".") {
      position += 1
      try digits(into: &significand, isFraction: true)
    }
    var exponent = 0
    if next | 0x20 == UInt8(ascii: "e") {
      position += 1
      exponent = try writtenExponent()
    }
    let fractionDigitCount = significand.fractionDigitCount - exponent
    // The power of ten above the first digit that isn't zero: the digits before the point once written out.
    let magnitude = significand.digitCount - significand.fractionDigitCount + exponent
    guard abs(exponent) <= Self.exponentMax, fractionDigitCount <= Self.fractionDigitCountMax,
      significand.digitCount == 0 || magnitude <= Self.integerDigitCountMax
    else { throw JSONParsingError(.numberOutOfRange, at: start) }
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
    guard let double = significand.double(exponent: -fractionDigitCount, isNegative: isNegative) ?? Double(text) else {
      throw JSONParsingError(.numberOutOfRange, at: start)
    }
    return JSONNumber(text: text, double: double)
  }

  private mutating func digits(into significand: inout Significand, isFraction: Bool = false) throws(JSONParsingError) {
    let start = position
    while position < bytes.count, case UInt8(ascii: "0")...UInt8(ascii: "9") = bytes[position] {
      significand.append(bytes[position] - UInt8(ascii: "0"))
      position += 1
    }
    guard position > start else { throw error(.malformed) }
    if isFraction { significand.fractionDigitCount = position - start }
  }

  /// Parses the sign and digits after the `e`; what is far beyond every limit stays at a value that still is.
  private mutating func writtenExponent() throws(JSONParsingError) -> Int {
    let isNegative = next == UInt8(ascii: "-")
    if isNegative || next == UInt8(ascii: "+") { position += 1 }
    let start = position
    var value = 0
    while position < bytes.count, case UInt8(ascii: "0")...UInt8(ascii: "9") = bytes[position] {
      value = min(value * 10 + Int(bytes[position] - UInt8(ascii: "0")), 1 << 40)
      position += 1
    }
    guard position > start else { throw error(.malformed) }
    return isNegative ? -value : value
  }
}

/// The digits of a number as it is read.
private struct Significand {
  /// The digits as an integer, right as long as there are at most 19.
  var value: UInt64 = 0
  /// Without leading zeros.
  var digitCount = 0
  /// As written, zeros included.
  var fractionDigitCount = 0

  mutating func append(_ digit: UInt8) {
    guard digitCount > 0 || digit > 0 else { return }
    digitCount += 1
    if digitCount <= 19 { value = value &* 10 &+ UInt64(digit) }
  }

  /// The nearest double where one multiplication or division finds it, which rounds once: the digits below 2^53 and a
  /// power of ten that is a double itself (Clinger 1990).
  func double(exponent: Int, isNegative: Bool) -> Double? {
    guard digitCount <= 15, abs(exponent) < Self.powersOfTen.count else { return nil }
    let magnitude =
      exponent < 0
      ? Double(value) / Self.powersOfTen[-exponent]
      : Double(value) * Self.powersOfTen[exponent]
    return isNegative ? -magnitude : magnitude
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]
}
