/// A JSON number: the exact decimal text and the nearest double.
///
/// Equality is that of the exact decimal value: 1, 1.0, 1e0 and 10e-1 are equal, 9007199254740993 and
/// 9007199254740992 are not, although their doubles are.
public struct JSONNumber: Sendable {
  /// As written; valid as a JSON number.
  public let text: String
  /// The nearest double; infinite where the value lies beyond all doubles.
  public let double: Double

  /// Both parts must say the same number.
  init(text: String, double: Double) {
    self.text = text
    self.double = double
  }

  public init(_ value: Int64) {
    self.init(text: String(value), double: Double(value))
  }

  /// The shortest text that reads back as the same double, which must be finite.
  public init(_ value: Double) {
    precondition(value.isFinite, "JSON has no number that is not finite")
    // The whole part of "5.0" alone says the same in two bytes less.
    let text = value.description
    self.init(text: text.hasSuffix(".0") ? String(text.dropLast(2)) : text, double: value)
  }

  /// The value as an integer; `nil` where it is none (1.0 is one) or lies outside Int64.
  public var int64: Int64? {
    if let value = Int64(text) { return value }
    return JSONDecimal(text).int64
  }

  /// Whether the exact value is at least 0 and at most 1; a double could not tell 1 from the next number above it.
  public var isInUnitInterval: Bool {
    // Rounding to the nearest double keeps the order, so that only 0 and 1 leave it open.
    if double > 0, double < 1 { return true }
    let decimal = JSONDecimal(text)
    if decimal.isZero { return true }
    if decimal.isNegative { return false }
    return decimal.leadingExponent < 0 || (decimal.leadingExponent == 0 && decimal.digits == [UInt8(ascii: "1")])
  }
}

extension JSONNumber: Hashable {
  public static func == (left: Self, right: Self) -> Bool {
    left.text == right.text || (left.double == right.double && JSONDecimal(left.text) == JSONDecimal(right.text))
  }

  public func hash(into hasher: inout Hasher) {
    // Equal values have equal doubles; the two zeros hash alike.
    hasher.combine(double)
  }
}
