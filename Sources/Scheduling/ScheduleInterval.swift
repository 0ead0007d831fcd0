public import EventModel

/// The time from one run to the next: whole seconds, from 1 second to 366 days.
public struct ScheduleInterval: Hashable, Sendable, CustomStringConvertible {
  private static let secondsBounds: ClosedRange<Int64> = 1...366 * 86_400
  /// Enough for 366 days in seconds.
  private static let digitCountMax = 8

  public let seconds: Int64

  public var timeInterval: TimeInterval { .seconds(seconds) }

  /// Throws where the interval isn't whole seconds from 1 second to 366 days.
  public init(_ interval: TimeInterval) throws(ScheduleError) {
    let (seconds, fraction) = interval.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    guard fraction == 0 else { throw Self.outOfBounds }
    try self.init(seconds: seconds)
  }

  /// Parses a whole number and a unit, `s`, `min`, `h` or `d` in any case, apart by spaces: `15 min`.
  public init(_ text: String) throws(ScheduleError) {
    let words = text.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard words.count == 2, let unit = Unit(rawValue: String(decoding: words[1], as: UTF8.self).lowercased()),
      words[0].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else {
      throw ScheduleError(
        .malformedInterval,
        "The interval is not a whole number and a unit; write one such as `every 15 min`, with s, min, h or d."
      )
    }
    guard words[0].count <= Self.digitCountMax, let count = Int64(String(decoding: words[0], as: UTF8.self)) else {
      throw Self.outOfBounds
    }
    try self.init(seconds: count * unit.seconds)
  }

  private init(seconds: Int64) throws(ScheduleError) {
    guard Self.secondsBounds.contains(seconds) else { throw Self.outOfBounds }
    self.seconds = seconds
  }

  /// The number and the largest unit that say it in whole: `15 min` and not `900 s`.
  public var description: String {
    let unit = Unit.allCases.last { seconds % $0.seconds == 0 } ?? .second
    return "\(seconds / unit.seconds) \(unit.rawValue)"
  }

  private enum Unit: String, CaseIterable {
    case second = "s"
    case minute = "min"
    case hour = "h"
    case day = "d"

    var seconds: Int64 {
      switch self {
      case .second: 1
      case .minute: 60
      case .hour: 3600
      case .day: 86_400
      }
    }
  }

  private static var outOfBounds: ScheduleError {
    ScheduleError(.intervalOutOfBounds, "The interval is out of bounds; write whole seconds, from 1 s to 366 d.")
  }
}
