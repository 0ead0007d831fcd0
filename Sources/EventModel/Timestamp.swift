/// An instant of event time, in whole microseconds since 1970-01-01T00:00:00Z.
///
/// Microseconds are PostgreSQL's resolution; finer input is cut, so that memory and table agree.
public struct Timestamp: Hashable, Comparable, Sendable {
  public let microseconds: Int64

  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.microseconds < right.microseconds
  }

  public static func + (instant: Self, interval: TimeInterval) -> Self {
    Timestamp(microseconds: instant.microseconds + interval.microseconds)
  }

  public static func - (instant: Self, interval: TimeInterval) -> Self {
    Timestamp(microseconds: instant.microseconds - interval.microseconds)
  }

  public static func - (left: Self, right: Self) -> TimeInterval {
    TimeInterval(microseconds: left.microseconds - right.microseconds)
  }
}

extension Timestamp {
  /// The begin of its day in UTC.
  public var startOfDay: Timestamp {
    let day = TimeInterval.days(1).microseconds
    let rest = microseconds % day
    return Timestamp(microseconds: microseconds - (rest < 0 ? rest + day : rest))
  }
}

/// A span of event time, in whole microseconds.
public struct TimeInterval: Hashable, Comparable, Sendable {
  public let microseconds: Int64

  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// So many seconds.
  public static func seconds(_ seconds: Int64) -> Self { Self(microseconds: seconds * 1_000_000) }
  /// So many hours.
  public static func hours(_ hours: Int64) -> Self { .seconds(hours * 3600) }
  /// So many days of 24 hours.
  public static func days(_ days: Int64) -> Self { .hours(days * 24) }

  public static func - (left: Self, right: Self) -> Self {
    Self(microseconds: left.microseconds - right.microseconds)
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.microseconds < right.microseconds
  }
}
