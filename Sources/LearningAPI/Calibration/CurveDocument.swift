import Calibration
import Documents
import EventModel
import Insight
import Store

/// One action type's curve, metrics and correction as JSON.
///
/// The curve and its scores are the live view, which counts every sample and says how many are not matured; what is said
/// about calibration stands in `matured`, and `is_calibrated` is of it.
struct CurveDocument {
  let report: CalibrationReport
  let live: CalibrationSummary
  let standing: CalibrationReader.Standing?
  let period: SamplePeriod

  /// - Parameter bins: of the action type, live.
  init(_ report: CalibrationReport, bins: [BinRow], standing: CalibrationReader.Standing?, in period: SamplePeriod) {
    self.report = report
    self.standing = standing
    self.period = period
    var statistics = Array(repeating: BinStatistics.empty, count: ConfidenceBin.count)
    for row in bins { statistics[row.key.bin.index] = row.statistics }
    live = CalibrationSummary(statistics)
  }

  private var isOfPeriod: Bool { period.from != nil || period.to != nil }

  var json: JSONValue {
    let shown = isOfPeriod ? report.score.metrics.summary : live
    return .object([
      "action_type": .string(report.actionType.text),
      "from": .time(period.from),
      "to": .time(period.to),
      "at": .time(period.now),
      "curve": Self.curve(shown.curve),
      "brier_score": .real(shown.brierScore),
      "expected_calibration_error": .real(shown.expectedCalibrationError),
      "mean_confidence": .real(shown.meanConfidence),
      "base_rate": .real(shown.baseRate),
      "sample_count": .count(shown.sampleCount),
      "matured_count": .count(report.maturedCount),
      "unmatured_count": .count(report.unmaturedCount),
      "is_calibrated": .flag(report.score.metrics.summary.isCalibrated),
      "verdict": .text(standing?.row.state.verdict.rawValue),
      "matured": CalibrationReportJSON.report(report, in: period),
      "state": standing.map(CalibrationJSON.standing) ?? .null,
    ])
  }

  /// Parallel arrays, one element a bin; a bin without samples has no rate.
  private static func curve(_ curve: CalibrationCurve) -> JSONValue {
    let points = curve.points
    return .object([
      "midpoints": .array(points.map { .real(Double(2 * $0.index + 1) / Double(2 * points.count)) }),
      "mean_predicted": .array(points.map { .real($0.meanConfidence) }),
      "actual_rates": .array(points.map { .real($0.actualRate) }),
      "counts": .array(points.map { .count($0.sampleCount) }),
      "intervals": .array(
        points.map { point in
          point.interval.map { .array([.real($0.lower), .real($0.upper)]) } ?? .null
        }
      ),
    ])
  }
}
