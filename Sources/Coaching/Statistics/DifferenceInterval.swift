public import Calibration

/// Between which bounds the difference of two rates lies.
public struct DifferenceInterval: Hashable, Sendable {
  /// In [-1, 1]; not above `upper`.
  public let lower: Double
  /// In [-1, 1].
  public let upper: Double

  init(lower: Double, upper: Double) {
    self.lower = max(lower, -1)
    self.upper = min(upper, 1)
  }

  /// From the two rates' own intervals: method 10 of Newcombe, "Interval estimation for the difference between
  /// independent proportions", Statistics in Medicine 17 (1998).
  public init(rate: Double, _ interval: WilsonInterval, minus other: Double, _ otherInterval: WilsonInterval) {
    let difference = rate - other
    self.init(
      lower: difference - Self.distance(rate - interval.lower, otherInterval.upper - other),
      upper: difference + Self.distance(interval.upper - rate, other - otherInterval.lower)
    )
  }

  /// The part of the difference that is sure either way: the bound nearest to 0, without its sign; 0 where 0 lies
  /// between.
  public var assured: Double { max(0, lower, -upper) }

  private static func distance(_ one: Double, _ other: Double) -> Double {
    (one * one + other * other).squareRoot()
  }
}
