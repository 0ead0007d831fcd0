import EventModel

/// Times of the clock on the wall, in the five fields of cron: minute, hour, day of month, month, day of week.
///
/// A field is `*`, a value, a range `a-b`, each also with a step (`*/15`, `10-40/10`; `5/10` is from 5 to the end), or a
/// list of these. Months and days of the week also have names, `jan` to `dec` and `sun` to `sat`, in any case; 7 is
/// Sunday, as 0 is. `@hourly`, `@daily`, `@weekly` (Sunday), `@monthly` and `@yearly` stand for the first minute of each.
///
/// Where the day of month and the day of week are both restricted, a day that either takes is taken, as in Vixie's cron.
/// A field that begins with `*` doesn't restrict in this sense: `0 0 */2 * mon` is a Monday of an odd date.
///
/// When the clocks change:
/// - An expression that takes every hour (`*`, or all 24) goes by elapsed time: it runs at every instant whose local time
///   it takes, so in both passes of a repeated hour, and not for a local time that is skipped.
/// - Any other local time runs once. One that is skipped runs at the instant of the change, once for all that are skipped
///   by it and are due; one that happens twice runs the first time.
public struct CronExpression: Hashable, Sendable, CustomStringConvertible {
  /// The bound of what is counted of missed occurrences.
  public static let countedOccurrenceMax = 1000

  /// As it was written, in lower case and with single spaces.
  public let description: String

  let minute: CronField
  let hour: CronField
  let dayOfMonth: CronField
  let month: CronField
  let dayOfWeek: CronField

  /// Parses five fields apart by spaces, or a name with `@`. Throws for a text that isn't one, and for an expression that
  /// never happens, such as `0 0 30 2 *`.
  public init(_ text: String) throws(ScheduleError) {
    guard text.utf8.count <= ScheduleTiming.textByteCountMax else {
      throw ScheduleError(
        .tooLong,
        "The cron expression is longer than \(ScheduleTiming.textByteCountMax) bytes; write ranges and steps."
      )
    }
    let words = text.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let written = words.map { $0.map(Self.lowercased) }
    let fields = try Self.fields(of: written)
    guard fields.count == CronFieldKind.allCases.count else {
      throw ScheduleError(
        .fieldCount,
        "The cron expression has \(fields.count) fields; write five: minute, hour, day of month, month, day of week."
      )
    }
    minute = try CronField(fields[0], kind: .minute)
    hour = try CronField(fields[1], kind: .hour)
    dayOfMonth = try CronField(fields[2], kind: .dayOfMonth)
    month = try CronField(fields[3], kind: .month)
    dayOfWeek = try CronField(fields[4], kind: .dayOfWeek)
    description = written.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    guard happens else {
      throw ScheduleError(
        .neverHappens,
        "Field 3 (day of month) of the cron expression has only days that its months lack; write a day that one has."
      )
    }
  }

  /// Whether every hour is taken, so that changes of the clocks shift nothing.
  var takesEveryHour: Bool { hour.values == (1 << 24) - 1 }

  /// Whether a day has to be in both fields of days, and not in either.
  var needsBothDays: Bool { dayOfMonth.beginsWithStar || dayOfWeek.beginsWithStar }

  /// In 400 years every date that there is falls on every day of the week.
  private var happens: Bool {
    let leapYear = 2000
    return !needsBothDays
      || (1...12).contains { number in
        month.contains(number) && dayOfMonth.first <= CalendarDay.dayCount(ofMonth: number, year: leapYear)
      }
  }

  private static func fields(of words: [[UInt8]]) throws(ScheduleError) -> [[UInt8]] {
    guard let first = words.first, words.count == 1, first.first == UInt8(ascii: "@") else { return words }
    let text: String
    switch String(decoding: first, as: UTF8.self) {
    case "@hourly": text = "0 * * * *"
    case "@daily": text = "0 0 * * *"
    case "@weekly": text = "0 0 * * 0"
    case "@monthly": text = "0 0 1 * *"
    case "@yearly": text = "0 0 1 1 *"
    default:
      throw ScheduleError(
        .unknownShortcut,
        "The cron expression is an `@` name that isn't known; write @hourly, @daily, @weekly, @monthly or @yearly."
      )
    }
    return text.utf8.split(separator: UInt8(ascii: " ")).map(Array.init)
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
