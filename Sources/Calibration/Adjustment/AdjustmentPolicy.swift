/// What a tenant can choose about the adjustment of its agents' confidence, and what is fixed (SEMANTICS section 5).
public struct AdjustmentPolicy: Hashable, Sendable {
  /// The policy of a tenant that set nothing.
  public static let `default` = AdjustmentPolicy()

  /// The widest bounds; a tenant may choose narrower ones.
  public static let widestScalingBounds = 0.5...1.5
  public static let widestThresholdBounds = 0.5...0.9

  /// How much of the new gap a signal takes; the rest is the signal before it.
  public static let gapShare = 0.3
  /// How much of a signal a step takes.
  public static let stepShare = 0.1
  /// How many samples the prior of a bin is worth, which is centred on the bin's own mean confidence.
  public static let priorStrength = 10.0

  public var mode: CalibrationMode
  /// Samples between two judgements, and at least for one. Above 0.
  public var cycleSampleCount: Int64
  /// Samples at least of a bin that counts. Above 0.
  public var binSampleCountMin: Int64
  /// The gap that is let pass, in (0, 1].
  public var gapThreshold: Double
  /// Within ``widestScalingBounds``, and around 1.
  public var scalingBounds: ClosedRange<Double>
  /// Within ``widestThresholdBounds``.
  public var thresholdBounds: ClosedRange<Double>
  /// Whether agents are given a recalibration map beside the correction. Judgements don't read it.
  public var isMapWanted: Bool

  public init(
    mode: CalibrationMode = .auto,
    cycleSampleCount: Int64 = 50,
    binSampleCountMin: Int64 = 10,
    gapThreshold: Double = 0.15,
    scalingBounds: ClosedRange<Double> = Self.widestScalingBounds,
    thresholdBounds: ClosedRange<Double> = Self.widestThresholdBounds,
    isMapWanted: Bool = false
  ) {
    precondition(cycleSampleCount > 0 && binSampleCountMin > 0, "a cycle and a bin have samples")
    self.mode = mode
    self.cycleSampleCount = cycleSampleCount
    self.binSampleCountMin = binSampleCountMin
    self.gapThreshold = gapThreshold
    self.scalingBounds = scalingBounds
    self.thresholdBounds = thresholdBounds
    self.isMapWanted = isMapWanted
  }
}
