public import Calibration

/// What a set of forecasts is worth.
public struct ForecastScore: Sendable {
  /// Over bins of equal width.
  public let metrics: CalibrationMetrics
  /// Over up to ten bins of equal weight.
  public let equalMassCurve: CalibrationCurve
  public let isotonicFit: IsotonicFit

  public init(metrics: CalibrationMetrics, equalMassCurve: CalibrationCurve, isotonicFit: IsotonicFit) {
    self.metrics = metrics
    self.equalMassCurve = equalMassCurve
    self.isotonicFit = isotonicFit
  }
}
