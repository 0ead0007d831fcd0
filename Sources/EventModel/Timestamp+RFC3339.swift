extension Timestamp {
  /// Parses RFC 3339 with an offset, such as `2026-02-11T12:58:38.123456+00:00`; `nil` for anything else, for days
  /// that the calendar lacks, and for instants outside the years 1 to 9999 (UTC).
  ///
  /// Fractional digits after the sixth are dropped. A second 60 is the next minute's first.
  public init?(rfc3339 text: String) {
    var text = text
    guard let instant = text.withUTF8({ Self.parse($0) }) else { return nil }
    self = instant
  }

  /// Parses the same from UTF-8.
  public init?(rfc3339 bytes: [UInt8]) {
    guard let instant = bytes.withUnsafeBufferPointer({ Self.parse($0) }) else { return nil }
    self = instant
  }

  private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Timestamp? {
    // The shortest is 2026-02-11T12:58:38Z.
    guard bytes.count >= 20,
      let year = number(bytes, 0..<4), bytes[4] == UInt8(ascii: "-"),
      let month = number(bytes, 5..<7), bytes[7] == UInt8(ascii: "-"),
      let day = number(bytes, 8..<10), bytes[10] | 0x20 == UInt8(ascii: "t"),
      let hour = number(bytes, 11..<13), bytes[13] == UInt8(ascii: ":"),
      let minute = number(bytes, 14..<16), bytes[16] == UInt8(ascii: ":"),
      let second = number(bytes, 17..<19),
      let date = CalendarDay(year: year, month: month, day: day), hour < 24, minute < 60, second <= 60
    else { return nil }
    var position = 19
    guard let fraction = fractionMicroseconds(bytes, at: &position),
      let offsetMinutes = offsetMinutes(bytes, from: position)
    else { return nil }
    let seconds = date.daysSince1970 * 86_400 + hour * 3600 + (minute - offsetMinutes) * 60 + second
    guard secondsOfYears1To9999.contains(seconds) else { return nil }
    return Timestamp(microseconds: Int64(seconds * 1_000_000 + fraction))
  }

  /// From 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
  private static let secondsOfYears1To9999 = -62_135_596_800...253_402_300_799

  /// The digits of a range as a number; `nil` where one is no digit.
  private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
    var value = 0
    for index in range {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  /// Parses an optional fraction of a second and moves `position` behind it.
  private static func fractionMicroseconds(_ bytes: UnsafeBufferPointer<UInt8>, at position: inout Int) -> Int? {
    guard bytes[position] == UInt8(ascii: ".") else { return 0 }
    position += 1
    let start = position
    var value = 0
    var unit = 100_000
    while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 {
      value += Int(bytes[position] - UInt8(ascii: "0")) * unit
      unit /= 10
      position += 1
    }
    return position > start ? value : nil
  }

  /// Parses the offset that ends the text: `Z` or `+hh:mm`.
  private static func offsetMinutes(_ bytes: UnsafeBufferPointer<UInt8>, from position: Int) -> Int? {
    guard position < bytes.count else { return nil }
    let sign: Int
    switch bytes[position] {
    case UInt8(ascii: "Z"), UInt8(ascii: "z"): return position + 1 == bytes.count ? 0 : nil
    case UInt8(ascii: "+"): sign = 1
    case UInt8(ascii: "-"): sign = -1
    default: return nil
    }
    guard bytes.count == position + 6, bytes[position + 3] == UInt8(ascii: ":"),
      let hours = number(bytes, position + 1..<position + 3), hours < 24,
      let minutes = number(bytes, position + 4..<position + 6), minutes < 60
    else { return nil }
    return sign * (hours * 60 + minutes)
  }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC with exactly six fractional digits: `2026-02-11T12:58:38.123456Z`.
  ///
  /// Years beyond 9999 or before 0, which no event carries, take more digits or a sign and are no RFC 3339.
  public var rfc3339: String {
    let (seconds, fraction) = Int(microseconds).dividedDown(by: 1_000_000)
    let (days, secondOfDay) = seconds.dividedDown(by: 86_400)
    let date = CalendarDay(daysSince1970: days)
    var text: [UInt8] = []
    text.reserveCapacity(27)
    if (0...9999).contains(date.year) {
      Self.append(date.year, digitCount: 4, to: &text)
    } else {
      text.append(contentsOf: String(date.year).utf8)
    }
    let parts: [(separator: Unicode.Scalar, value: Int)] = [
      ("-", date.month), ("-", date.day),
      ("T", secondOfDay / 3600), (":", secondOfDay / 60 % 60), (":", secondOfDay % 60),
    ]
    for (separator, value) in parts {
      text.append(UInt8(ascii: separator))
      Self.append(value, digitCount: 2, to: &text)
    }
    text.append(UInt8(ascii: "."))
    Self.append(fraction, digitCount: 6, to: &text)
    text.append(UInt8(ascii: "Z"))
    return String(decoding: text, as: UTF8.self)
  }

  public var description: String { rfc3339 }

  private static func append(_ value: Int, digitCount: Int, to text: inout [UInt8]) {
    var unit = 1
    for _ in 1..<digitCount { unit *= 10 }
    while unit > 0 {
      text.append(UInt8(ascii: "0") + UInt8(value / unit % 10))
      unit /= 10
    }
  }
}
