import Glibc

/// The chi-square distribution with a whole number of degrees of freedom.
public enum ChiSquareDistribution {
  /// P(X >= statistic) for `degreesOfFreedom` > 0 and `statistic` >= 0.
  ///
  /// The finite sums of Abramowitz and Stegun (1964), 26.4.4 for odd and 26.4.5 for even degrees: every term is positive,
  /// so that nothing cancels. This is the regularized upper incomplete gamma function at a half or whole number.
  public static func upperTail(_ statistic: Double, degreesOfFreedom: Int) -> Double {
    precondition(degreesOfFreedom > 0, "a chi-square distribution has degrees of freedom")
    precondition(statistic >= 0, "a chi-square statistic is not negative")
    guard statistic.isFinite else { return 0 }
    let half = statistic / 2
    let isOdd = !degreesOfFreedom.isMultiple(of: 2)
    // Q(a + 1, x) = Q(a, x) + x^a e^-x / Gamma(a + 1), from a = 1/2 or 1 up.
    var order = isOdd ? 0.5 : 1
    var tail = isOdd ? erfc(half.squareRoot()) : exp(-half)
    var logTerm = isOdd ? -half + (half.logarithm - log(Double.pi)) / 2 + log(2.0) : -half + half.logarithm
    while 2 * order < Double(degreesOfFreedom) {
      tail += exp(logTerm)
      order += 1
      logTerm += half.logarithm - log(order)
    }
    return min(tail, 1)
  }
}

extension Double {
  /// The natural logarithm, of 0 too.
  fileprivate var logarithm: Double { self > 0 ? log(self) : -.infinity }
}
