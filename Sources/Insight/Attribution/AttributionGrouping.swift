import EventModel
import Store

/// What a summary puts together.
public enum AttributionGrouping: String, CaseIterable, Sendable {
  case actionType = "action_type"
  case rep
  case channel
  case persona
  /// Of the signal's time, in UTC; so is the week.
  case month
  /// By its Monday.
  case week

  private static let microsecondsPerDay: Int64 = 86_400_000_000

  /// The group of an action in a conversion by a signal of this time; `nil` where the action names no such thing.
  func group(of actionType: ActionType, facts: LoadAttributionFacts.Row?, signalTime: Timestamp) -> String? {
    switch self {
    case .actionType: actionType.text
    case .rep: facts?.repID
    case .channel: facts?.channel
    case .persona: facts?.persona
    case .month: String(signalTime.rfc3339.prefix("2026-02".count))
    case .week: Self.monday(of: signalTime)
    }
  }

  private static func monday(of time: Timestamp) -> String {
    // 1970 began on a Thursday, three days after a Monday. Remainders that are negative are moved above 0.
    let sinceMonday = time.microseconds + 3 * microsecondsPerDay
    let week = 7 * microsecondsPerDay
    let intoWeek = (sinceMonday % week + week) % week
    return String(Timestamp(microseconds: time.microseconds - intoWeek).rfc3339.prefix("2026-02-09".count))
  }
}
