public import EventModel

/// A day of UTC, by which roll-ups count.
public struct UTCDay: Hashable, Comparable, Sendable, CustomStringConvertible {
  private static let microsecondsPerDay: Int64 = 86_400_000_000

  /// Days since 1970-01-01; negative before.
  public let number: Int

  public init(number: Int) {
    self.number = number
  }

  /// The day in which an instant lies.
  public init(_ instant: Timestamp) {
    number = Int(instant.startOfDay.microseconds / Self.microsecondsPerDay)
  }

  /// Parses `2026-02-11`; `nil` for anything else, and for days that the calendar lacks.
  public init?(text: String) {
    guard text.utf8.count == 10, let start = Timestamp(rfc3339: text + "T00:00:00Z") else { return nil }
    self.init(start)
  }

  /// Its beginning.
  public var start: Timestamp { Timestamp(microseconds: Int64(number) * Self.microsecondsPerDay) }

  /// `2026-02-11`, in the years 0 to 9999.
  public var description: String { String(start.rfc3339.prefix(10)) }

  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }

  /// So many days later, or earlier where negative.
  public static func + (day: Self, count: Int) -> Self { UTCDay(number: day.number + count) }
  public static func - (day: Self, count: Int) -> Self { UTCDay(number: day.number - count) }

  /// The Monday of its week (ISO 8601).
  var monday: UTCDay {
    // 1970-01-01 was a Thursday.
    let weekday = (number + 3) % 7
    return self - (weekday < 0 ? weekday + 7 : weekday)
  }
}
