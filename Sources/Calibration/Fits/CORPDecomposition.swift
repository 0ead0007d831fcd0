/// The Brier score in parts over the isotonic fit, so without bins to choose (Dimitriadis, Gneiting and Jordan 2021):
///
///     Brier = miscalibration - discrimination + uncertainty
public struct CORPDecomposition: Hashable, Sendable {
  /// Brier minus the fit's Brier: what recalibration would gain on these samples; at least 0, and 0 is best.
  public let miscalibration: Double
  /// Uncertainty minus the fit's Brier: what the order of the confidences is worth; at least 0, and large is good.
  public let discrimination: Double
  /// base rate x (1 - base rate).
  public let uncertainty: Double

  /// `nil` without evidence.
  init?(_ blocks: [IsotonicBlock], brierSum: Double) {
    guard let first = blocks.first else { return nil }
    let total = blocks.dropFirst().reduce(first) { IsotonicBlock($0, $1) }
    uncertainty = total.rate * (1 - total.rate)
    // Within a block, the sum of w (rate - y)^2 is that of w rate (1 - rate).
    let fitted = blocks.reduce(0) { $0 + $1.outcomeSum * (1 - $1.rate) } / total.weightSum
    miscalibration = max(brierSum / total.weightSum - fitted, 0)
    discrimination = max(uncertainty - fitted, 0)
  }
}
