import Glibc

/// A logistic function of the log odds of a confidence, which never falls: slope 1 and intercept 0 change nothing.
public struct LogisticCurve: Hashable, Sendable {
  /// Confidences are taken no closer to 0 and 1 than this: agents round, and the log odds of a literal 1 are infinite.
  public static let margin = 0.001

  /// At least 0.
  public let slope: Double
  public let intercept: Double

  /// The calibrated value of a confidence in [0, 1].
  public func value(at confidence: Double) -> Double {
    1 / (1 + exp(-(intercept + slope * Self.logOdds(of: confidence))))
  }

  /// The curve of samples; `nil` without evidence.
  public init?(fitting samples: some Sequence<CalibrationSample>) {
    self.init(ConfidenceGroup.groups(of: samples))
  }

  /// Platt's scaling (1999): the most likely curve for targets (n+ + 1) / (n+ + 2) instead of 1 and 1 / (n- + 2) instead
  /// of 0, n being sums of weights, so that a clean split has no infinite slope. Where the slope would be negative, it is
  /// 0, and the curve the mean of the targets: a map that turned the order round would be no calibration. `nil` without
  /// evidence.
  init?(_ groups: [ConfidenceGroup]) {
    let weightSum = groups.reduce(0) { $0 + $1.weightSum }
    let successSum = groups.reduce(0) { $0 + $1.outcomeSum }
    guard weightSum > 0 else { return nil }
    let high = (successSum + 1) / (successSum + 2)
    let low = 1 / (max(weightSum - successSum, 0) + 2)
    let points = groups.map { group in
      LogisticFit.Point(
        feature: Self.logOdds(of: group.confidence),
        weight: group.weightSum,
        target: group.outcomeSum * high + (group.weightSum - group.outcomeSum) * low
      )
    }
    let fit = LogisticFit(points)
    guard fit.slope < 0 else {
      slope = fit.slope
      intercept = fit.intercept
      return
    }
    let mean = points.reduce(0) { $0 + $1.target } / weightSum
    slope = 0
    intercept = log(mean / (1 - mean))
  }

  private static func logOdds(of confidence: Double) -> Double {
    let inside = min(max(confidence, margin), 1 - margin)
    return log(inside / (1 - inside))
  }
}
