import Glibc

/// The maximum of the likelihood of a logistic curve, by Newton's method with backtracking (Lin, Lin and Weng 2007).
struct LogisticFit {
  /// Samples of one feature: `target` of `weight` are successes.
  struct Point {
    let feature: Double
    let weight: Double
    let target: Double
  }

  private(set) var slope = 0.0
  private(set) var intercept: Double

  private static let iterationCountMax = 100
  private static let gradientMax = 1e-10
  private static let stepMin = 1e-10
  /// Keeps the matrix regular where all features are equal.
  private static let ridge = 1e-12

  /// - Parameter points: with a positive sum of weights, and targets that lie between none of it and all.
  init(_ points: [Point]) {
    let weightSum = points.reduce(0) { $0 + $1.weight }
    let mean = points.reduce(0) { $0 + $1.target } / weightSum
    intercept = log(mean / (1 - mean))
    var loss = Self.loss(points, slope: slope, intercept: intercept) / weightSum
    for _ in 0..<Self.iterationCountMax {
      guard let direction = direction(points, weightSum: weightSum) else { return }
      var step = 1.0
      while true {
        let (nextSlope, nextIntercept) = (slope + step * direction.slope, intercept + step * direction.intercept)
        let nextLoss = Self.loss(points, slope: nextSlope, intercept: nextIntercept) / weightSum
        if nextLoss < loss + 1e-4 * step * direction.decrease {
          (slope, intercept, loss) = (nextSlope, nextIntercept, nextLoss)
          break
        }
        step /= 2
        // The loss can't be told smaller any more: this is the minimum.
        if step < Self.stepMin { return }
      }
    }
  }

  /// The Newton step, and how fast the loss changes along it; `nil` where the gradient vanishes.
  private func direction(
    _ points: [Point],
    weightSum: Double
  ) -> (slope: Double, intercept: Double, decrease: Double)? {
    var (slopeGradient, interceptGradient) = (0.0, 0.0)
    var (slopeCurve, mixedCurve, interceptCurve) = (Self.ridge, 0.0, Self.ridge)
    for point in points {
      let rate = 1 / (1 + exp(-(intercept + slope * point.feature)))
      let error = (point.weight * rate - point.target) / weightSum
      let curve = point.weight / weightSum * rate * (1 - rate)
      interceptGradient += error
      slopeGradient += error * point.feature
      interceptCurve += curve
      mixedCurve += curve * point.feature
      slopeCurve += curve * point.feature * point.feature
    }
    guard max(abs(slopeGradient), abs(interceptGradient)) > Self.gradientMax else { return nil }
    let determinant = slopeCurve * interceptCurve - mixedCurve * mixedCurve
    let slopeStep = -(interceptCurve * slopeGradient - mixedCurve * interceptGradient) / determinant
    let interceptStep = -(slopeCurve * interceptGradient - mixedCurve * slopeGradient) / determinant
    return (slopeStep, interceptStep, slopeGradient * slopeStep + interceptGradient * interceptStep)
  }

  /// The negative log likelihood, computed so that no exponential overflows.
  private static func loss(_ points: [Point], slope: Double, intercept: Double) -> Double {
    points.reduce(0) { sum, point in
      let logit = intercept + slope * point.feature
      let softplus = max(logit, 0) + log1p(exp(-abs(logit)))
      return sum + point.weight * softplus - point.target * logit
    }
  }
}
