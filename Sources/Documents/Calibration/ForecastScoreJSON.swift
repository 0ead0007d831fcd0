import Calibration
public import EventModel
public import Insight

/// The score of a file of forecasts as one JSON object: lists are never null, what has no value is.
public enum ForecastScoreJSON {
  public static func document(_ score: ForecastScore, badCount: Int) -> JSONValue {
    .object(
      [
        JSONMember("sample_count", .count(score.metrics.summary.sampleCount)),
        JSONMember("bad_count", .count(badCount)),
      ] + metrics(score)
    )
  }

  /// Every metric, and the curves.
  public static func metrics(_ score: ForecastScore) -> [JSONMember] {
    let summary = score.metrics.summary
    let members: KeyValuePairs<String, JSONValue> = [
      "weight_sum": .real(summary.weightSum),
      "effective_sample_size": .real(summary.effectiveSampleSize),
      "is_calibrated": .flag(summary.isCalibrated),
      "mean_confidence": .real(summary.meanConfidence),
      "base_rate": .real(summary.baseRate),
      "brier_score": .real(summary.brierScore),
      "brier_skill_score": .real(summary.brierSkillScore),
      "log_loss": .real(score.metrics.logLoss),
      "expected_calibration_error": .real(summary.expectedCalibrationError),
      "maximum_calibration_error": .real(summary.maximumCalibrationError),
      "debiased_squared_calibration_error": .real(summary.debiasedSquaredCalibrationError),
      "murphy": murphy(summary.murphy),
      "corp": corp(score.isotonicFit.corp),
      "bins": .array(summary.curve.points.map(CurveJSON.judgedPoint)),
      "equal_mass": .object([
        "expected_calibration_error": .real(score.equalMassCurve.expectedCalibrationError),
        "maximum_calibration_error": .real(score.equalMassCurve.maximumCalibrationError),
        "bins": .array(score.equalMassCurve.points.map(CurveJSON.judgedPoint)),
      ]),
      "isotonic": .array(score.isotonicFit.blocks.map(block)),
    ]
    return members.map { JSONMember($0.key, $0.value) }
  }

  private static func murphy(_ parts: MurphyDecomposition?) -> JSONValue {
    guard let parts else { return .null }
    return .object([
      "reliability": .real(parts.reliability),
      "resolution": .real(parts.resolution),
      "uncertainty": .real(parts.uncertainty),
      "within_bin_variance": .real(parts.withinBinVariance),
      "within_bin_covariance": .real(parts.withinBinCovariance),
      "within_bin_residual": .real(parts.withinBinResidual),
    ])
  }

  private static func corp(_ parts: CORPDecomposition?) -> JSONValue {
    guard let parts else { return .null }
    return .object([
      "miscalibration": .real(parts.miscalibration),
      "discrimination": .real(parts.discrimination),
      "uncertainty": .real(parts.uncertainty),
    ])
  }

  private static func block(_ block: IsotonicBlock) -> JSONValue {
    .object([
      "lower": .real(block.lower),
      "upper": .real(block.upper),
      "rate": .real(block.rate),
      "sample_count": .count(block.sampleCount),
      "weight_sum": .real(block.weightSum),
    ])
  }
}
