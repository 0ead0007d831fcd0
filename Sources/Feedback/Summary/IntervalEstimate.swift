import Calibration

/// A value, and the bounds of its 95 % interval.
public struct IntervalEstimate: Hashable, Sendable {
  public let value: Double
  /// Not above the value.
  public let lower: Double
  /// Not below the value.
  public let upper: Double

  init(value: Double, lower: Double, upper: Double) {
    self.value = value
    // The formulas put the value between its bounds but for rounding.
    self.lower = min(lower, value)
    self.upper = max(upper, value)
  }

  /// A rate with Wilson's interval; `nil` without trials.
  init?(successCount: Int64, trialCount: Int64) {
    guard trialCount > 0 else { return nil }
    let rate = Double(successCount) / Double(trialCount)
    let interval = WilsonInterval(rate: rate, sampleSize: Double(trialCount))
    self.init(value: rate, lower: interval.lower, upper: interval.upper)
  }

  /// By how much an independent later value is above this one, with an interval that takes the distances to the bounds
  /// of both as they are, and so needs no symmetry (Newcombe 1998, method 10; Zou and Donner 2008, "MOVER").
  func change(to later: IntervalEstimate) -> IntervalEstimate {
    let difference = later.value - value
    return IntervalEstimate(
      value: difference,
      lower: difference - Self.length(later.value - later.lower, upper - value),
      upper: difference + Self.length(later.upper - later.value, value - lower)
    )
  }

  private static func length(_ first: Double, _ second: Double) -> Double {
    (first * first + second * second).squareRoot()
  }
}
