public import Calibration
public import EventModel
public import Insight
public import Store

/// Reports from the database as JSON: what isn't known is null, lists never are.
public enum CalibrationReportJSON {
  public static func report(_ report: CalibrationReport, in period: SamplePeriod) -> JSONValue {
    let head: KeyValuePairs<String, JSONValue> = [
      "action_type": .string(report.actionType.text),
      "from": .time(period.from),
      "to": .time(period.to),
      "at": .time(period.now),
      "sample_count": .count(report.maturedCount + report.unmaturedCount),
      "matured_count": .count(report.maturedCount),
      "unmatured_count": .count(report.unmaturedCount),
      "verdict": .text(report.state?.verdict.rawValue),
      "confidence_scaling": .real(report.state?.correction.confidenceScaling),
    ]
    return .object(
      head.map { JSONMember($0.key, $0.value) } + ForecastScoreJSON.metrics(report.score)
    )
  }

  public static func day(_ day: CalibrationDay) -> JSONValue {
    let summary = day.summary
    return .object([
      "day": .string(String(day.day.rfc3339.prefix(10))),
      "matured_count": .count(summary.sampleCount),
      "unmatured_count": .count(day.unmaturedCount),
      "brier_score": .real(summary.brierScore),
      "expected_calibration_error": .real(summary.expectedCalibrationError),
      "mean_confidence": .real(summary.meanConfidence),
      "base_rate": .real(summary.baseRate),
      "gap": .real(summary.gap),
    ])
  }

  public static func drift(_ report: CalibrationDriftReport) -> JSONValue {
    let (drift, comparison) = (report.drift, report.drift.comparison)
    return .object([
      "action_type": .string(report.actionType.text),
      "before_from": .time(report.from),
      "before_to": .time(report.middle),
      "last_from": .time(report.middle),
      "last_to": .time(report.to),
      "window_seconds": .seconds(report.window),
      "statement": .string(drift.statement.rawValue),
      "sentence": .string(DriftSentence.text(on: drift)),
      "sample_count_before": .count(drift.sampleCountBefore),
      "sample_count_last": .count(drift.sampleCountAfter),
      "mean_gap_before": .real(drift.meanGapBefore),
      "mean_gap_last": .real(drift.meanGapAfter),
      "gap_change": .real(comparison?.gapChange),
      "z": .real(comparison?.meanScore),
      "z_p_value": .real(comparison?.meanProbability),
      "bins_compared": .count(comparison?.binCount),
      "chi_square": .real(comparison?.binStatistic),
      "chi_square_p_value": .real(comparison?.binProbability),
    ])
  }

  public static func answers(_ report: AnswerReport) -> JSONValue {
    let curve = report.curve
    return .object([
      "action_type": .string(report.actionType.text),
      "answered_count": .count(curve.answeredCount),
      "censored_count": .count(curve.censoredCount),
      "median_minutes": .count(curve.medianMinute),
      "points": .array(ProductLimit.usualMinutes.map { point(curve, at: $0) }),
    ])
  }

  private static func point(_ curve: ProductLimit, at minute: Int64) -> JSONValue {
    let estimate = curve.estimate(at: minute)
    return .object([
      "minutes": .count(minute),
      "share_answered": .real(estimate?.shareAnswered),
      "interval_lower": .real(estimate?.lower),
      "interval_upper": .real(estimate?.upper),
      "at_risk_count": .count(estimate?.atRiskCount),
    ])
  }
}

extension CalibrationSummary {
  /// Mean confidence minus base rate: above 0 is overconfident. `nil` without evidence.
  public var gap: Double? {
    guard let meanConfidence, let baseRate else { return nil }
    return meanConfidence - baseRate
  }
}
