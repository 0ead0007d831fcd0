public import Coaching
public import EventModel

/// People's labels of one day's outcomes of one rep and outcome type.
public struct LabelRollup: Hashable, Sendable {
  /// The UTC date at which the labelled outcomes' actions were taken.
  public let day: UTCDay
  public let repID: RepID?
  public let outcomeType: OutcomeType
  /// Outcomes that people labelled positive, and negative.
  public let positiveCount: Int64
  public let negativeCount: Int64
  /// Labels on an outcome that was positive or negative by itself, and that say the same.
  public let agreeingCount: Int64
  /// The same where they say otherwise.
  public let differingCount: Int64

  public init(
    day: UTCDay,
    repID: RepID?,
    outcomeType: OutcomeType,
    positiveCount: Int64,
    negativeCount: Int64,
    agreeingCount: Int64 = 0,
    differingCount: Int64 = 0
  ) {
    self.day = day
    self.repID = repID
    self.outcomeType = outcomeType
    self.positiveCount = positiveCount
    self.negativeCount = negativeCount
    self.agreeingCount = agreeingCount
    self.differingCount = differingCount
  }
}
