/// A span of whole calendar months in UTC, by which the tables of events and outcomes are parted.
public struct MonthSpan: Hashable, Sendable {
  /// Every instant that an event can have: the years 1 to 9999.
  public static let always = MonthSpan(
    from: Timestamp(microseconds: -62_135_596_800_000_000),
    to: Timestamp(microseconds: 253_402_300_800_000_000)
  )

  /// The begin of the first month.
  public let from: Timestamp
  /// The end of the last month, which is not part of it.
  public let to: Timestamp

  /// - Parameters:
  ///   - from: begins a month.
  ///   - to: begins a later month.
  public init(from: Timestamp, to: Timestamp) {
    self.from = from
    self.to = to
  }

  /// The month in which an instant lies.
  public init(of instant: Timestamp) {
    from = instant.startOfMonth
    to = from.adding(months: 1)
  }

  /// The shortest span that holds both.
  public func union(_ other: MonthSpan) -> MonthSpan {
    MonthSpan(from: min(from, other.from), to: max(to, other.to))
  }

  public func contains(_ other: MonthSpan) -> Bool {
    from <= other.from && other.to <= to
  }
}

extension Timestamp {
  private static let microsecondsPerDay: Int64 = 86_400_000_000

  /// The begin of its month in UTC.
  public var startOfMonth: Timestamp {
    let day = CalendarDay(daysSince1970: Int(startOfDay.microseconds / Self.microsecondsPerDay))
    return Timestamp(microseconds: startOfDay.microseconds - Int64(day.day - 1) * Self.microsecondsPerDay)
  }

  /// The begin of the month that is so many months after the one of this instant in UTC, or before it where negative.
  public func adding(months count: Int) -> Timestamp {
    let day = CalendarDay(daysSince1970: Int(startOfDay.microseconds / Self.microsecondsPerDay))
    let (year, month) = (day.year * 12 + day.month - 1 + count).dividedDown(by: 12)
    let days = CalendarDay.daysSince1970(year: year, month: month + 1)
    return Timestamp(microseconds: Int64(days) * Self.microsecondsPerDay)
  }
}
