/// A path of touches and how it ended, or several that are the same in all of it.
public struct ScoredPath: Hashable, Sendable {
  /// The largest value of one path, and the most that a table's paths may be worth and number together: credits times
  /// values then sum exactly in 128 bits.
  public static let valueMax = 1e12
  public static let valueTotalMax = 1e15
  public static let countTotalMax: Int64 = 1_000_000_000_000

  /// Ascending by time.
  public let touches: [AttributionTouch]
  /// The touch that `wShaped` rewards; `nil` where there is none.
  public let milestoneIndex: Int?
  /// Won, or lost.
  public let isConverted: Bool
  public let totals: PathTotals

  /// - Parameters:
  ///   - count: how many such paths, at least 1.
  ///   - value: of each of them, in 0...``valueMax``; counted in millionths.
  public init(
    touches: [AttributionTouch],
    milestoneIndex: Int? = nil,
    isConverted: Bool,
    count: Int64 = 1,
    value: Double = 0
  ) {
    precondition(
      count >= 1 && (0...Self.valueMax).contains(value),
      "a path counts at least once and has no negative value"
    )
    self.touches = touches
    self.milestoneIndex = milestoneIndex
    self.isConverted = isConverted
    totals = PathTotals(count: count, valueMicros: Int128((value * 1e6).rounded()) * Int128(count))
  }
}
