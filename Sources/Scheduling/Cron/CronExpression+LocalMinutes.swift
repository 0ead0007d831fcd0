import EventModel

/// The expression over local time alone, in minutes since 1970-01-01T00:00 of the clock on the wall. Both searches go by
/// months and end with the years 1 and 9999.
extension CronExpression {
  private static let minutesOfDay = 1440

  /// The first minute that is taken and isn't before one.
  func firstMinute(from minute: Int) -> Int? {
    let (day, minuteOfDay) = minute.dividedDown(by: Self.minutesOfDay)
    if takes(day: day), let match = firstMinuteOfDay(from: minuteOfDay) { return day * Self.minutesOfDay + match }
    return firstDay(from: day + 1).map { $0 * Self.minutesOfDay + hour.first * 60 + self.minute.first }
  }

  /// The last minute that is taken and isn't after one.
  func lastMinute(through minute: Int) -> Int? {
    let (day, minuteOfDay) = minute.dividedDown(by: Self.minutesOfDay)
    if takes(day: day), let match = lastMinuteOfDay(through: minuteOfDay) { return day * Self.minutesOfDay + match }
    return lastDay(through: day - 1).map { $0 * Self.minutesOfDay + hour.last * 60 + self.minute.last }
  }

  private func firstMinuteOfDay(from minuteOfDay: Int) -> Int? {
    let (hourNow, minuteNow) = minuteOfDay.quotientAndRemainder(dividingBy: 60)
    if hour.contains(hourNow), let match = minute.first(from: minuteNow) { return hourNow * 60 + match }
    return hour.first(from: hourNow + 1).map { $0 * 60 + minute.first }
  }

  private func lastMinuteOfDay(through minuteOfDay: Int) -> Int? {
    let (hourNow, minuteNow) = minuteOfDay.quotientAndRemainder(dividingBy: 60)
    if hour.contains(hourNow), let match = minute.last(through: minuteNow) { return hourNow * 60 + match }
    guard hourNow > 0 else { return nil }
    return hour.last(through: hourNow - 1).map { $0 * 60 + minute.last }
  }

  private func takes(day: Int) -> Bool {
    let date = CalendarDay(daysSince1970: day)
    guard month.contains(date.month), let days = days(ofMonth: date.month, year: date.year) else { return false }
    return days.contains(date.day)
  }

  private func firstDay(from day: Int) -> Int? {
    let date = CalendarDay(daysSince1970: day)
    var (year, monthNow, dayNow) = (date.year, date.month, date.day)
    while CalendarDay(year: year, month: monthNow, day: 1) != nil {
      if month.contains(monthNow), let match = days(ofMonth: monthNow, year: year)?.first(from: dayNow) {
        return CalendarDay(year: year, month: monthNow, day: match)?.daysSince1970
      }
      dayNow = 1
      let following = month.first(from: monthNow + 1)
      year += following == nil ? 1 : 0
      monthNow = following ?? month.first
    }
    return nil
  }

  private func lastDay(through day: Int) -> Int? {
    let date = CalendarDay(daysSince1970: day)
    var (year, monthNow, dayNow) = (date.year, date.month, date.day)
    while CalendarDay(year: year, month: monthNow, day: 1) != nil {
      if month.contains(monthNow), let match = days(ofMonth: monthNow, year: year)?.last(through: dayNow) {
        return CalendarDay(year: year, month: monthNow, day: match)?.daysSince1970
      }
      dayNow = CronFieldKind.dayOfMonth.valueMax
      let preceding = month.last(through: monthNow - 1)
      year -= preceding == nil ? 1 : 0
      monthNow = preceding ?? month.last
    }
    return nil
  }

  /// The days of a month that are taken; `nil` outside the years 1 to 9999.
  private func days(ofMonth month: Int, year: Int) -> CronField? {
    guard let firstDay = CalendarDay(year: year, month: month, day: 1)?.daysSince1970 else { return nil }
    // 1970-01-01 was a Thursday.
    let weekdayOfFirst = (firstDay + 4).dividedDown(by: 7).remainder
    var byWeekday: UInt64 = 0
    for day in 1...7 where dayOfWeek.contains((weekdayOfFirst + day - 1) % 7) { byWeekday |= 1 << UInt64(day) }
    byWeekday |= byWeekday << 7 | byWeekday << 14 | byWeekday << 21 | byWeekday << 28
    let taken = needsBothDays ? byWeekday & dayOfMonth.values : byWeekday | dayOfMonth.values
    let dayCount = CalendarDay.dayCount(ofMonth: month, year: year)
    return CronField(values: taken & ((1 << UInt64(dayCount + 1)) - 1), beginsWithStar: false)
  }
}
