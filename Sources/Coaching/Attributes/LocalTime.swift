public import EventModel

/// An instant as the tenant's clocks show it.
public struct LocalTime: Hashable, Sendable {
  public let hour: HourOfDay
  public let weekday: Weekday

  /// - Parameter offset: of the tenant's zone from UTC at that very instant, positive to the east. Summer time changes
  ///   it, so that it is asked for instant by instant.
  public init(of instant: Timestamp, offset: TimeInterval) {
    let (day, timeOfDay) = Self.divideDown((instant + offset).microseconds, by: TimeInterval.days(1).microseconds)
    hour = HourOfDay(counted: Int(timeOfDay / TimeInterval.hours(1).microseconds))
    // 1970-01-01 was a Thursday.
    weekday = Weekday.allCases[Int(Self.divideDown(day + 3, by: 7).remainder)]
  }

  /// Towards minus infinity, so that the remainder is never negative.
  private static func divideDown(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
