/// A function through knots, linear between them and constant outside.
struct PiecewiseLinear: Hashable, Sendable {
  /// At least one, ascending in confidence.
  let knots: [Knot]

  /// `nil` without knots.
  init?(_ knots: [Knot]) {
    guard !knots.isEmpty else { return nil }
    self.knots = knots
  }

  func value(at confidence: Double) -> Double {
    // The first knot above.
    var (lower, upper) = (0, knots.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if knots[middle].confidence <= confidence { lower = middle + 1 } else { upper = middle }
    }
    guard lower > 0 else { return knots[0].rate }
    let left = knots[lower - 1]
    guard lower < knots.count else { return left.rate }
    let right = knots[lower]
    let share = (confidence - left.confidence) / (right.confidence - left.confidence)
    // Rounding must not lift it over the next knot.
    return min(left.rate + (right.rate - left.rate) * share, right.rate)
  }
}
