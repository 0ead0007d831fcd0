import EventModel
import Scheduling

/// A day of the calendar by turning the pages, one after the other.
struct WalkedDay {
  var year: Int
  var month: Int
  var day: Int
  /// 0 is Sunday.
  var weekday: Int

  mutating func turn() {
    let lengths = [31, year % 4 == 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    weekday = (weekday + 1) % 7
    day += 1
    if day > lengths[month - 1] { (day, month) = (1, month + 1) }
    if month > 12 { (month, year) = (1, year + 1) }
  }
}

/// The oracle: a walk over every minute of 2026 and what the clocks of a zone show then.
struct WalkedYear {
  static let minutesOfDay = 1440
  /// From 1970-01-01 to 2026-01-01 and to 2027-01-01, with the leap days of 14 years before.
  static let firstMinute = (56 * 365 + 14) * minutesOfDay
  static let minuteCount = 365 * minutesOfDay

  static let start = timestamp(firstMinute)
  static let end = timestamp(firstMinute + minuteCount)

  /// Days from 2025-12-31, a Wednesday, to 2027-01-01.
  static let days: [WalkedDay] = {
    var day = WalkedDay(year: 2025, month: 12, day: 31, weekday: 3)
    var days: [WalkedDay] = []
    for _ in 0..<367 {
      days.append(day)
      day.turn()
    }
    return days
  }()

  let zone: ZoneOffsets

  /// What happens after the begin of the year and before its end.
  func occurrences(of expression: RandomExpression) -> [Timestamp] {
    let takenDays = Self.days.map { expression.takes($0) }
    let takenMinutes = (0..<Self.minutesOfDay).map { expression.takes(minuteOfDay: $0) }
    // Local minutes since 2025-12-31T00:00 of the clock on the wall.
    func takes(_ local: Int) -> Bool {
      takenMinutes[local % Self.minutesOfDay] && takenDays[local / Self.minutesOfDay]
    }
    func local(_ minute: Int, _ offsetSeconds: Int) -> Int {
      minute - Self.firstMinute + Self.minutesOfDay + offsetSeconds / 60
    }
    let end = Self.firstMinute + Self.minuteCount
    let changes = zone.changes.map { (minute: Int($0.at.microseconds / 60_000_000), offset: $0.offsetSeconds) }
    var pending = changes.filter { $0.minute < end }[...]
    var occurrences: [Timestamp] = []
    var minute = Self.firstMinute
    var shown = local(minute, zone.initialOffsetSeconds)
    var repeatedThrough = 0
    while true {
      // Minute by minute while the clocks don't change.
      let pieceEnd = pending.first?.minute ?? end
      while minute + 1 < pieceEnd {
        minute += 1
        shown += 1
        if expression.takesEveryHour || shown > repeatedThrough, takes(shown) {
          occurrences.append(Self.timestamp(minute))
        }
      }
      guard let change = pending.popFirst() else { return occurrences }
      minute += 1
      let now = local(minute, change.offset)
      if now <= shown { repeatedThrough = shown }
      let isTaken =
        expression.takesEveryHour
        ? takes(now) : now > shown && ((shown + 1)...now).contains { $0 > repeatedThrough && takes($0) }
      if isTaken { occurrences.append(Self.timestamp(minute)) }
      shown = now
    }
  }

  static func timestamp(_ minute: Int) -> Timestamp { Timestamp(microseconds: Int64(minute) * 60_000_000) }
}
