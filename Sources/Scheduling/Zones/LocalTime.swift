import EventModel

/// What a clock on the wall shows: microseconds since it showed 1970-01-01T00:00:00. No instant by itself: a zone may
/// show it once, twice or never.
public struct LocalTime: Hashable, Comparable, Sendable {
  public let microseconds: Int64

  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.microseconds < right.microseconds
  }

  static let microsecondsOfMinute: Int64 = 60_000_000

  init(minutes: Int) {
    microseconds = Int64(minutes) * Self.microsecondsOfMinute
  }

  /// The minutes that are over.
  var minutes: Int { Int(microseconds).dividedDown(by: Int(Self.microsecondsOfMinute)).quotient }

  /// The first whole minute that isn't before it.
  var minutesUp: Int {
    let (minutes, rest) = Int(microseconds).dividedDown(by: Int(Self.microsecondsOfMinute))
    return rest > 0 ? minutes + 1 : minutes
  }
}
