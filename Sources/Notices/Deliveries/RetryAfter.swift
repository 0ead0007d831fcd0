import EventModel

/// The header `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date.
enum RetryAfter {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  private static let digitCountMax = 9

  /// The time from `now` on, never below none; `nil` for a value of neither form.
  static func parse(_ text: String, now: Timestamp) -> TimeInterval? {
    let words = text.split(separator: " ")
    if words.count == 1, words[0].utf8.count <= digitCountMax, words[0].utf8.allSatisfy({ $0 &- 0x30 < 10 }) {
      return Int64(words[0]).map(TimeInterval.seconds)
    }
    // The one form of a date that may be sent: Sun, 06 Nov 1994 08:49:37 GMT.
    guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: String(words[2])) else { return nil }
    let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    guard let time = Timestamp(rfc3339: "\(words[3])-\(number)-\(words[1])T\(words[4])Z") else { return nil }
    return time > now ? time - now : .seconds(0)
  }
}
