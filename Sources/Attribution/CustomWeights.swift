/// What the positions of a path weigh under the `custom` model, before normalisation.
///
/// The touch at index i has `fromStart[i]`, the touch at index i from the end has `fromEnd[i]`, one that has both has
/// their sum, and one that has neither has `middle`. So a path too short for a middle just shares what its positions
/// weigh, which for two touches is the rule of Adobe and Mixpanel (20-20-60 gives a quarter and three quarters), and
/// not Amplitude's, which splits the middle.
public struct CustomWeights: Hashable, Sendable {
  /// The heaviest that a position can be.
  public static let weightMax = 1e6
  /// The most positions that can be named from either end.
  public static let positionCountMax = 50
  /// Every touch weighs the same.
  public static let even = CustomWeights(validFromStart: [], middle: 1, fromEnd: [])

  public let fromStart: [Double]
  public let middle: Double
  public let fromEnd: [Double]

  /// `nil` where a weight is not in 0...``weightMax``, or a list has more than ``positionCountMax``.
  ///
  /// Weights count in millionths: the seventh decimal is rounded away.
  public init?(fromStart: [Double], middle: Double, fromEnd: [Double]) {
    let weights = fromStart + [middle] + fromEnd
    guard fromStart.count <= Self.positionCountMax, fromEnd.count <= Self.positionCountMax,
      weights.allSatisfy({ (0...Self.weightMax).contains($0) })
    else { return nil }
    self.init(validFromStart: fromStart, middle: middle, fromEnd: fromEnd)
  }

  private init(validFromStart fromStart: [Double], middle: Double, fromEnd: [Double]) {
    self.fromStart = fromStart
    self.middle = middle
    self.fromEnd = fromEnd
  }
}
