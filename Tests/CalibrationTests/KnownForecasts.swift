import Calibration

/// Two dozen forecasts with ties, edges and unequal weights, for which other programs computed every metric:
/// scikit-learn 1.9.1 (`brier_score_loss`, `log_loss`, `d2_brier_score`, `IsotonicRegression`, `_SigmoidCalibration`),
/// and NumPy 2.4.6 for what it doesn't have, straight from the formulas.
enum KnownForecasts {
  static let confidences = [
    0.05, 0.1, 0.1, 0.15, 0.2, 0.25, 0.3, 0.3, 0.35, 0.42, 0.5, 0.5, 0.5, 0.55, 0.6, 0.64, 0.7, 0.7, 0.75, 0.8, 0.8,
    0.9,
    0.95, 1.0,
  ]
  static let outcomes = [0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1]
  static let weights = [
    1, 2, 0.5, 1, 1, 0.25, 1, 1.5, 1, 1, 2, 1, 1, 0.5, 1, 1, 1, 0.25, 1, 1, 3, 1, 0.5, 1,
  ]

  static let unweighted = zip(confidences, outcomes).map { CalibrationSample(confidence: $0, outcome: $1 == 1) }
  static let weighted = zip(unweighted, weights).map { sample, weight in
    CalibrationSample(confidence: sample.confidence, outcome: sample.outcome, weight: weight)
  }
}
