import Calibration
import EventModel
import Workers

/// A fitted map as JSON; without enough samples it is null.
enum RecalibrationMapJSON {
  static func report(_ report: RecalibrationFit.Report) -> JSONValue {
    .object([
      "action_type": .string(report.actionType.text),
      "sample_count": .count(report.sampleCount),
      "brier_before": .real(report.recalibration?.brierBefore),
      "brier_after": .real(report.recalibration?.brierAfter),
      "map": report.recalibration?.map.json ?? .null,
    ])
  }
}
