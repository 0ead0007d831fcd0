import Calibration

/// The bins as PostgreSQL tells them.
enum SampleBins {
  /// The lower bounds of the bins but the first. `width_bucket` counts those that a value reaches, which is its bin.
  static let thresholds =
    "ARRAY[" + ConfidenceBin.all.dropFirst().map { "\($0.lower)" }.joined(separator: ", ") + "]::float8[]"
}
