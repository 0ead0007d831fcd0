/// The numbers that a tenant can set for the attribution models, and those that are fitted for it.
public struct AttributionParameters: Hashable, Sendable {
  /// Seven days; 40 % for the first and for the last touch; even custom weights; no effects known.
  public static let `default` = AttributionParameters()

  /// `timeDecay`: a touch weighs half of one that is this many days younger. Above 0 and finite.
  public var halfLifeDays: Double {
    didSet { Self.check(halfLifeDays: halfLifeDays) }
  }
  /// `positionBased`: the share of the first touch, in [0, 1].
  public private(set) var firstShare: Double
  /// `positionBased`: the share of the last touch, in [0, 1 - firstShare]. The middle shares what is left.
  public private(set) var lastShare: Double
  /// `custom`: what the positions weigh.
  public var customWeights: CustomWeights
  /// `markov`: the removal effects of the action types; with none known its credits are even.
  public var typeEffects: TypeEffects

  public init(
    halfLifeDays: Double = 7,
    firstShare: Double = 0.4,
    lastShare: Double = 0.4,
    customWeights: CustomWeights = .even,
    typeEffects: TypeEffects = .unknown
  ) {
    Self.check(halfLifeDays: halfLifeDays)
    Self.check(firstShare: firstShare, lastShare: lastShare)
    self.halfLifeDays = halfLifeDays
    self.firstShare = firstShare
    self.lastShare = lastShare
    self.customWeights = customWeights
    self.typeEffects = typeEffects
  }

  /// Changes both shares of `positionBased`, whose bounds hold for them together.
  public mutating func setShares(first: Double, last: Double) {
    Self.check(firstShare: first, lastShare: last)
    (firstShare, lastShare) = (first, last)
  }

  private static func check(halfLifeDays: Double) {
    precondition(halfLifeDays > 0 && halfLifeDays.isFinite, "a half-life is above 0")
  }

  private static func check(firstShare: Double, lastShare: Double) {
    precondition(firstShare >= 0 && lastShare >= 0 && firstShare + lastShare <= 1, "shares sum to at most 1")
  }
}
