/// How people do at what the agent does.
public struct HumanBaseline: Hashable, Sendable {
  public static let sampleCounts: ClosedRange<Int64> = 1...1_000_000_000
  public static let costMax = 1e6

  /// The success rate, in [0, 1].
  public let rate: Double
  /// Cases that the rate was seen in, in ``sampleCounts``; `nil` takes the rate as exact.
  public let sampleCount: Int64?
  /// The cost of one interaction, in 0...``costMax``, in the currency of costs; `nil` where it isn't known.
  public let cost: Double?

  /// `nil` where a part is out of bounds.
  public init?(rate: Double, sampleCount: Int64? = nil, cost: Double? = nil) {
    guard rate >= 0, rate <= 1, sampleCount.map({ Self.sampleCounts.contains($0) }) ?? true,
      cost.map({ $0 >= 0 && $0 <= Self.costMax }) ?? true
    else { return nil }
    self.rate = rate
    self.sampleCount = sampleCount
    self.cost = cost
  }
}
