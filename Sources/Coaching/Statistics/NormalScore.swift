import Calibration

/// The inverse of a two-sided p value.
public enum NormalScore {
  /// Beyond it no p value is above 0 in double precision.
  private static let scoreMax = 40.0

  /// The score at least 0 that a standard normal variable exceeds in size with `probability`, in [0, 1].
  public static func twoSided(_ probability: Double) -> Double {
    precondition(probability >= 0 && probability <= 1, "a probability lies in [0, 1]")
    if probability == 1 { return 0 }
    var (lower, upper) = (0.0, scoreMax)
    while true {
      let middle = (lower + upper) / 2
      guard middle > lower, middle < upper else { return middle }
      if NormalDistribution.twoSided(middle) > probability { lower = middle } else { upper = middle }
    }
  }
}
