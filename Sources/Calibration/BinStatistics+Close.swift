extension BinStatistics {
  /// What rounding may explain: a sum of millions of doubles keeps at least nine digits.
  public static let toleranceDefault = 1e-9

  /// Whether two folds of the same samples, in whatever order, may have ended in these: the count is exact, every
  /// other value agrees within `tolerance`, relative to the larger one where that is above 1 and absolute below.
  public func isClose(to other: BinStatistics, tolerance: Double = toleranceDefault) -> Bool {
    guard sampleCount == other.sampleCount else { return false }
    return zip(values, other.values).allSatisfy { left, right in
      abs(left - right) <= tolerance * max(1, abs(left), abs(right))
    }
  }

  private var values: [Double] {
    [weightSum, weightSquareSum, outcomeSum, confidenceMean, confidenceM2, brierSum]
  }
}
