/// A corner of a piecewise linear function of the confidence.
public struct Knot: Hashable, Sendable {
  /// In [0, 1].
  public let confidence: Double
  /// In [0, 1].
  public let rate: Double

  public init(confidence: Double, rate: Double) {
    self.confidence = confidence
    self.rate = rate
  }
}
