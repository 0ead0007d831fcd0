/// The score interval of a binomial rate (Wilson 1927): it stays inside [0, 1], and says something for 0 of n and n of n.
public struct WilsonInterval: Hashable, Sendable {
  /// In [0, 1]; not above `upper`.
  public let lower: Double
  /// In [0, 1].
  public let upper: Double

  /// The 97.5 % point of the normal distribution: two sides of 95 %.
  public static let score95 = 1.959963984540054

  /// The interval of `rate` in [0, 1] over `sampleSize` > 0 samples, which need not be whole (Kish's effective size).
  public init(rate: Double, sampleSize: Double, score: Double = score95) {
    precondition(rate >= 0 && rate <= 1, "a rate lies in [0, 1]")
    precondition(sampleSize > 0, "no interval without samples")
    let square = score * score
    let scale = 1 + square / sampleSize
    let centre = (rate + square / (2 * sampleSize)) / scale
    let half = score / scale * (rate * (1 - rate) / sampleSize + square / (4 * sampleSize * sampleSize)).squareRoot()
    // At the ends the formula gives the bound itself but for rounding.
    lower = rate == 0 ? 0 : max(0, centre - half)
    upper = rate == 1 ? 1 : min(1, centre + half)
  }

  public func contains(_ value: Double) -> Bool {
    lower <= value && value <= upper
  }
}
