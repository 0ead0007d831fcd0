/// How many paths took a course, and what they are worth together.
///
/// Whole numbers, so that the order in which paths are added can't show in the last digit.
public struct PathTotals: Hashable, Sendable {
  public static let zero = PathTotals(count: 0, valueMicros: 0)

  /// Paths, each of equal rows counted.
  public private(set) var count: Int64
  /// Their values' sum, in millionths of the unit that the values are in.
  public private(set) var valueMicros: Int128

  public init(count: Int64, valueMicros: Int128) {
    self.count = count
    self.valueMicros = valueMicros
  }

  /// The sum of the values, to the nearest double.
  public var value: Double { Double(valueMicros) / 1e6 }

  public static func += (left: inout Self, right: Self) {
    left.count += right.count
    left.valueMicros += right.valueMicros
  }

  public static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum += right
    return sum
  }
}
