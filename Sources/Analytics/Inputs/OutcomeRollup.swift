public import Coaching
public import EventModel

/// One day's outcomes of one rep, action type, channel and outcome type.
public struct OutcomeRollup: Hashable, Sendable {
  /// The UTC date at which the actions were taken.
  public let day: UTCDay
  /// `nil` where the actions name none.
  public let repID: RepID?
  public let actionType: ActionType
  /// `nil` where the actions name none.
  public let channel: ChannelName?
  public let outcomeType: OutcomeType
  /// Whether it is the first type that its action expects, and so the one that its confidence speaks of.
  public let isPrimary: Bool
  public let statuses: StatusCounts
  public let samples: SampleSums

  public init(
    day: UTCDay,
    repID: RepID?,
    actionType: ActionType,
    channel: ChannelName?,
    outcomeType: OutcomeType,
    isPrimary: Bool,
    statuses: StatusCounts,
    samples: SampleSums = SampleSums()
  ) {
    self.day = day
    self.repID = repID
    self.actionType = actionType
    self.channel = channel
    self.outcomeType = outcomeType
    self.isPrimary = isPrimary
    self.statuses = statuses
    self.samples = samples
  }
}
