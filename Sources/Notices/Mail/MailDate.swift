import EventModel

/// An instant as mail says it (RFC 5322, section 3.3), in UTC: `Wed, 11 Feb 2026 12:58:38 +0000`.
enum MailDate {
  // 1970-01-01 was a Thursday.
  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  static func text(_ time: Timestamp) -> String {
    let days = time.startOfDay.microseconds / TimeInterval.days(1).microseconds
    let weekday = weekdays[Int((days % 7 + 7) % 7)]
    // 2026-02-11T12:58:38.123456Z
    let words = time.rfc3339.split { "-T.".contains($0) }
    let month = Int(words[1]).map { months[$0 - 1] } ?? ""
    return "\(weekday), \(words[2]) \(month) \(words[0]) \(words[3]) +0000"
  }
}
