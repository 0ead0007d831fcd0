/// How many outcomes have each status.
///
/// Roll-ups are folded from differences by several workers at once, so that for a moment a count can be below 0: a
/// change was folded before what it changes. Sums are taken as they are; what is said of them never leaves its bounds.
public struct StatusCounts: Hashable, Sendable {
  public var pending: Int64
  public var positive: Int64
  public var negative: Int64
  public var ambiguous: Int64
  public var expired: Int64
  /// Of these, those whose status a person's label gave.
  public var labelled: Int64

  public init(
    pending: Int64 = 0,
    positive: Int64 = 0,
    negative: Int64 = 0,
    ambiguous: Int64 = 0,
    expired: Int64 = 0,
    labelled: Int64 = 0
  ) {
    self.pending = pending
    self.positive = positive
    self.negative = negative
    self.ambiguous = ambiguous
    self.expired = expired
    self.labelled = labelled
  }

  /// Of every status.
  public var total: Int64 { pending + positive + negative + ambiguous + expired }

  public static func += (left: inout Self, right: Self) {
    left.pending += right.pending
    left.positive += right.positive
    left.negative += right.negative
    left.ambiguous += right.ambiguous
    left.expired += right.expired
    left.labelled += right.labelled
  }
}
