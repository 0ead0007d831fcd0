import EventModel

/// The escalations of one day and action type.
struct EscalationKey: Hashable, Comparable, Sendable {
  let day: UTCDay
  let actionType: ActionType

  static func < (left: Self, right: Self) -> Bool {
    left.day != right.day ? left.day < right.day : left.actionType < right.actionType
  }
}
