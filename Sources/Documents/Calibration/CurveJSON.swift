public import Calibration
public import EventModel

/// The bins of a calibration curve as JSON: what isn't known is null.
public enum CurveJSON {
  /// One bin of the live curve, which young samples flatter: no verdict.
  public static func point(_ point: CalibrationPoint) -> JSONValue {
    .object(members(point))
  }

  /// One bin with the verdict on it.
  public static func judgedPoint(_ point: CalibrationPoint) -> JSONValue {
    .object(
      members(point) + [
        JSONMember("effective_sample_size", .real(point.effectiveSampleSize)),
        JSONMember("is_miscalibrated", .flag(point.isMiscalibrated)),
      ]
    )
  }

  private static func members(_ point: CalibrationPoint) -> [JSONMember] {
    [
      JSONMember("bin_index", .count(point.index)),
      JSONMember("lower", .real(point.lower)),
      JSONMember("upper", .real(point.upper)),
      JSONMember("sample_count", .count(point.sampleCount)),
      JSONMember("weight_sum", .real(point.weightSum)),
      JSONMember("mean_confidence", .real(point.meanConfidence)),
      JSONMember("actual_rate", .real(point.actualRate)),
      JSONMember("interval_lower", .real(point.interval?.lower)),
      JSONMember("interval_upper", .real(point.interval?.upper)),
      JSONMember("gap", .real(point.gap)),
    ]
  }
}
