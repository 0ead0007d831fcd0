public import EventModel

/// How many minutes of a person's work an action is assumed to save.
public struct MinutesSaved: Hashable, Sendable {
  /// A day.
  public static let minutesMax = 1440.0

  /// Each in 0...``minutesMax``.
  public let byActionType: [ActionType: Double]
  /// Of every other action type; `nil` where nothing is assumed of them.
  public let other: Double?

  /// Traps on minutes out of bounds.
  public init(byActionType: [ActionType: Double] = [:], other: Double? = nil) {
    for minutes in Array(byActionType.values) + (other.map { [$0] } ?? []) {
      precondition(minutes >= 0 && minutes <= Self.minutesMax, "minutes lie in 0...1440")
    }
    self.byActionType = byActionType
    self.other = other
  }

  /// `nil` where nothing is assumed.
  public subscript(type: ActionType) -> Double? { byActionType[type] ?? other }

  var isEmpty: Bool { byActionType.isEmpty && other == nil }
}
