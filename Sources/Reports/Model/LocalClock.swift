public import EventModel
public import SettingModel

/// The clocks of a time zone, as they go at the time of a report.
public struct LocalClock: Hashable, Sendable {
  public static let utc = LocalClock(timeZone: .utc, offset: .seconds(0))

  public let timeZone: TimeZoneName
  /// From UTC, positive to the east.
  public let offset: TimeInterval

  public init(timeZone: TimeZoneName, offset: TimeInterval) {
    self.timeZone = timeZone
    self.offset = offset
  }

  /// `30 November 2026, 08:00`, without the zone.
  public func text(_ time: Timestamp) -> String {
    let local = (time + offset).rfc3339
    let clock = local.dropFirst("2026-11-30T".count).prefix("08:00".count)
    return "\(DayText.long(String(local.prefix("2026-11-30".count)))), \(clock)"
  }

  /// `Europe/Berlin (UTC+01:00)`.
  public var name: String {
    if timeZone == .utc { return timeZone.text }
    return "\(timeZone.text) (UTC\(offsetText))"
  }

  /// `+01:00`.
  public var offsetText: String {
    let minutes = Int(offset.microseconds / 60_000_000)
    let (hour, minute) = minutes.magnitude.quotientAndRemainder(dividingBy: 60)
    func twoDigits(_ value: UInt) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(minutes < 0 ? "-" : "+")\(twoDigits(hour)):\(twoDigits(minute))"
  }
}
