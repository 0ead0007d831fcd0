package import Analytics

/// Days as a person reads them.
package enum DayText {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  /// `29 November 2026` of `2026-11-29`.
  package static func long(_ text: String) -> String {
    guard let parts = parts(text) else { return text }
    return "\(parts.day) \(months[parts.month - 1]) \(parts.year)"
  }

  package static func long(_ day: UTCDay) -> String { long(day.description) }

  /// `29 Nov`.
  package static func short(_ day: UTCDay) -> String {
    guard let parts = parts(day.description) else { return day.description }
    return "\(parts.day) \(months[parts.month - 1].prefix(3))"
  }

  /// `29 Nov 2026`, which never breaks.
  package static func inTable(_ day: UTCDay) -> String {
    guard let parts = parts(day.description) else { return day.description }
    return "\(parts.day)\u{A0}\(months[parts.month - 1].prefix(3))\u{A0}\(parts.year)"
  }

  /// `29 November 2026`, and `23 to 29 November 2026` for several days.
  package static func span(_ period: AnalyticsPeriod) -> String {
    guard period.from != period.to else { return long(period.to) }
    guard let first = parts(period.from.description), let last = parts(period.to.description) else {
      return "\(period.from) to \(period.to)"
    }
    if (first.year, first.month) == (last.year, last.month) { return "\(first.day) to \(long(period.to))" }
    if first.year == last.year { return "\(first.day) \(months[first.month - 1]) to \(long(period.to))" }
    return "\(long(period.from)) to \(long(period.to))"
  }

  /// `nil` beyond the years 0 to 9999.
  private static func parts(_ text: String) -> (year: String, month: Int, day: Int)? {
    let parts = text.split(separator: "-")
    guard parts.count == 3, let month = Int(parts[1]), months.indices.contains(month - 1), let day = Int(parts[2])
    else {
      return nil
    }
    return (String(parts[0]), month, day)
  }
}
