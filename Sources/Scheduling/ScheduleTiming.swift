/// When timed work falls due: at times of the clock on the wall, or by elapsed time.
///
/// A cron expression goes by the local time of a zone; `CronExpression` says what a change of the clocks does to it.
/// An interval goes by elapsed time, in every zone the same.
public enum ScheduleTiming: Hashable, Sendable, CustomStringConvertible {
  case cron(CronExpression)
  case every(ScheduleInterval)

  static let textByteCountMax = 256

  /// Parses `cron` and an expression, as `cron 0 7 * * mon-fri`, or `every` and an interval, as `every 15 min`; in any
  /// case, of up to 256 bytes.
  public init(_ text: String) throws(ScheduleError) {
    guard text.utf8.count <= Self.textByteCountMax else {
      throw ScheduleError(
        .tooLong,
        "The schedule is longer than \(Self.textByteCountMax) bytes; write ranges and steps, or several schedules."
      )
    }
    let words = text.utf8.split(maxSplits: 1) { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let kind = words.first.map { String(decoding: $0, as: UTF8.self).lowercased() }
    let rest = words.count > 1 ? String(decoding: words[1], as: UTF8.self) : ""
    switch kind {
    case "cron": self = .cron(try CronExpression(rest))
    case "every": self = .every(try ScheduleInterval(rest))
    default:
      throw ScheduleError(
        .unknownTiming,
        "The schedule begins with neither `cron` nor `every`; write one such as `cron 0 7 * * mon-fri` or `every 15 min`."
      )
    }
  }

  /// The text that reads as the same timing.
  public var description: String {
    switch self {
    case .cron(let expression): "cron \(expression)"
    case .every(let interval): "every \(interval)"
    }
  }
}
