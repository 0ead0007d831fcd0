public import SettingModel

/// A tenant setting that judgements and recalibration maps read (CONTRACT section 2).
public enum CalibrationSetting: String, SettingKey {
  case mode = "calibration_mode"
  case cycleSamples = "calibration_cycle_samples"
  case minSamplesPerBin = "calibration_min_samples_per_bin"
  case gapThreshold = "calibration_gap_threshold"
  case scalingBounds = "calibration_scaling_bounds"
  case thresholdBounds = "calibration_threshold_bounds"
  case map = "calibration_map"

  public var key: String { rawValue }
}
