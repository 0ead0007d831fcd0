import Calibration
public import EventModel
public import Insight
import Store

/// A fitted map as JSON; without enough samples it is null.
public enum RecalibrationMapJSON {
  public static func report(_ report: RecalibrationFit.Report) -> JSONValue {
    .object([
      "action_type": .string(report.actionType.text),
      "sample_count": .count(report.sampleCount),
      "brier_before": .real(report.recalibration?.brierBefore),
      "brier_after": .real(report.recalibration?.brierAfter),
      "map": report.recalibration?.map.json ?? .null,
      "in_force": report.inForce.map(map) ?? .null,
    ])
  }

  private static func map(_ row: MapRow) -> JSONValue {
    .object([
      "version": .count(row.version),
      "fitted_at": .time(row.fittedAt),
      "sample_count": .count(row.sampleCount),
      "brier_before": .real(row.brierBefore),
      "brier_after": .real(row.brierAfter),
      "map": CalibrationJSON.parsed(row.map) ?? .null,
    ])
  }
}
