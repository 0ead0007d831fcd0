public import Coaching
public import EventModel

/// One day's actions of one rep, action type and channel, and what they cost.
public struct ActionRollup: Hashable, Sendable {
  /// The UTC date at which the actions were taken.
  public let day: UTCDay
  public let repID: RepID?
  public let actionType: ActionType
  public let channel: ChannelName?
  public let actionCount: Int64
  /// Actions whose event carried a `cost`.
  public let costCount: Int64
  /// The sum of their costs, in millionths of the currency that the tenant's agent reports in.
  public let costMicros: Int64

  public init(
    day: UTCDay,
    repID: RepID?,
    actionType: ActionType,
    channel: ChannelName?,
    actionCount: Int64,
    costCount: Int64 = 0,
    costMicros: Int64 = 0
  ) {
    self.day = day
    self.repID = repID
    self.actionType = actionType
    self.channel = channel
    self.actionCount = actionCount
    self.costCount = costCount
    self.costMicros = costMicros
  }
}
