/// The sums of calibration samples: confidence p, outcome y, weight w (SEMANTICS section 4), in millionths, so that
/// adding and taking away is exact.
public struct SampleSums: Hashable, Sendable {
  public var count: Int64
  /// The sum of w.
  public var weightMicros: Int64
  /// The sum of w p.
  public var confidenceMicros: Int64
  /// The sum of w y.
  public var outcomeMicros: Int64

  public init(count: Int64 = 0, weightMicros: Int64 = 0, confidenceMicros: Int64 = 0, outcomeMicros: Int64 = 0) {
    self.count = count
    self.weightMicros = weightMicros
    self.confidenceMicros = confidenceMicros
    self.outcomeMicros = outcomeMicros
  }

  public static func += (left: inout Self, right: Self) {
    left.count += right.count
    left.weightMicros += right.weightMicros
    left.confidenceMicros += right.confidenceMicros
    left.outcomeMicros += right.outcomeMicros
  }
}
