public import Coaching
public import EventModel
public import Resolution

/// The credit that one day's conversions gave to the actions of one rep, action type and channel, in one currency.
public struct ImpactRollup: Hashable, Sendable {
  /// The UTC date of the conversions' signals.
  public let day: UTCDay
  public let repID: RepID?
  public let actionType: ActionType
  public let channel: ChannelName?
  /// Of the amount, as the event names it; `nil` where it names none or has no amount.
  public let currency: String?
  /// Whether the conversions were won or lost; `nil` where that isn't kept.
  public let result: ConversionResult?
  /// Credits that were given.
  public let touchCount: Int64
  /// 1,000,000 is one conversion.
  public let creditMicros: Int64
  /// Credit times the amount of the stage change, in millionths of the currency's unit.
  public let amountMicros: Int128

  public init(
    day: UTCDay,
    repID: RepID?,
    actionType: ActionType,
    channel: ChannelName?,
    currency: String?,
    result: ConversionResult? = nil,
    touchCount: Int64,
    creditMicros: Int64,
    amountMicros: Int128 = 0
  ) {
    self.day = day
    self.repID = repID
    self.actionType = actionType
    self.channel = channel
    self.currency = currency
    self.result = result
    self.touchCount = touchCount
    self.creditMicros = creditMicros
    self.amountMicros = amountMicros
  }
}
