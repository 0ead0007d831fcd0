/// A range of confidences that an isotonic fit gives one rate.
public struct IsotonicBlock: Hashable, Sendable {
  /// The least confidence in it.
  public let lower: Double
  /// The largest.
  public let upper: Double
  public let sampleCount: Int64
  public let weightSum: Double
  /// The sum of w y.
  public let outcomeSum: Double

  /// The weighted share that came true.
  public var rate: Double { outcomeSum / weightSum }

  init(_ group: ConfidenceGroup) {
    lower = group.confidence
    upper = group.confidence
    sampleCount = group.sampleCount
    weightSum = group.weightSum
    outcomeSum = group.outcomeSum
  }

  /// Two neighbours as one.
  init(_ left: IsotonicBlock, _ right: IsotonicBlock) {
    lower = left.lower
    upper = right.upper
    sampleCount = left.sampleCount + right.sampleCount
    weightSum = left.weightSum + right.weightSum
    outcomeSum = left.outcomeSum + right.outcomeSum
  }

  /// Whether this one's rate is below another's, without the rounding of a division.
  func isBelow(_ other: IsotonicBlock) -> Bool {
    outcomeSum * other.weightSum < other.outcomeSum * weightSum
  }
}
