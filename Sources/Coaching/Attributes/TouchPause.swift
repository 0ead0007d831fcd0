public import EventModel

/// The time from the conversation's touch before to this one. The raw value is the shortest pause in hours; a pause
/// reaches to before the next one's shortest.
public enum TouchPause: Int, Hashable, Sendable, CaseIterable {
  case underAnHour = 0
  case oneToFourHours = 1
  case fourHoursToADay = 4
  case oneToThreeDays = 24
  case threeDaysToAWeek = 72
  case oneToTwoWeeks = 168
  case twoWeeksAndMore = 336

  /// - Parameter interval: not negative.
  public init(of interval: TimeInterval) {
    precondition(interval >= .seconds(0), "the touch before comes before")
    self = Self.allCases.last { interval >= .hours(Int64($0.rawValue)) } ?? .underAnHour
  }
}
