/// What conversions give to actions.
public struct ImpactFigures: Hashable, Sendable {
  /// Pairs of a conversion and an action that it credits.
  public let touchCount: Int64
  /// Their credits; a conversion's sum to 1,000,000, and to that by k where its signal concerns k conversations.
  public let creditMicros: Int64
  /// Credit times the deal's amount, in the currency's unit, as the double next to it. The table is exact.
  public let amount: Double

  public init(touchCount: Int64, creditMicros: Int64, amount: Double) {
    self.touchCount = touchCount
    self.creditMicros = creditMicros
    self.amount = amount
  }
}
