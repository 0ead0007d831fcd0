import Glibc

/// The standard normal distribution.
public enum NormalDistribution {
  /// P(Z > score), without the cancellation of 1 - P(Z <= score) far out.
  public static func upperTail(_ score: Double) -> Double {
    erfc(score * 0.5.squareRoot()) / 2
  }

  /// P(Z <= score).
  public static func cumulative(_ score: Double) -> Double {
    upperTail(-score)
  }

  /// P(|Z| >= |score|): the p value of a two-sided z test.
  public static func twoSided(_ score: Double) -> Double {
    erfc(abs(score) * 0.5.squareRoot())
  }
}
