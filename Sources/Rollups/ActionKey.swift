public import EventModel

// The kinds exist as types only: no value of them is ever made.
public enum RepresentativeKind {}
public enum ChannelKind {}

/// Where an action is counted.
public struct ActionKey: Hashable, Sendable {
  /// The UTC date of the action, in days since 1970-01-01.
  public let day: Int32
  /// Who did it; empty where the action names nobody.
  public let repID: TextIdentifier<RepresentativeKind>
  public let actionType: ActionType
  /// Empty where the action names none.
  public let channel: TextIdentifier<ChannelKind>

  init(_ action: AgentAction, at time: Timestamp) {
    day = time.utcDay
    repID = TextIdentifier(action.repID ?? "")
    actionType = action.actionType
    channel = TextIdentifier(action.channel ?? "")
  }
}

extension Timestamp {
  private static let microsecondsOfDay: Int64 = 86_400_000_000

  /// The UTC date, in days since 1970-01-01.
  var utcDay: Int32 {
    let (days, rest) = microseconds.quotientAndRemainder(dividingBy: Self.microsecondsOfDay)
    return Int32(rest < 0 ? days - 1 : days)
  }
}
