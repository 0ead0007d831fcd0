import EventModel

extension Timestamp {
  /// Parses whole seconds since 1970 in up to eleven digits, as in Slack's header; `nil` for anything else.
  init?(slackSeconds text: String) {
    guard let seconds = Self.digits(text.utf8, countMax: 11) else { return nil }
    self.init(microseconds: seconds * 1_000_000)
  }

  /// Parses seconds with six digits of a fraction, such as `1548426417.840180`, as in Slack's messages and actions.
  init?(slackMicroseconds text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].count == 6, let seconds = Self.digits(parts[0], countMax: 11),
      let fraction = Self.digits(parts[1], countMax: 6)
    else { return nil }
    self.init(microseconds: seconds * 1_000_000 + fraction)
  }

  private static func digits(_ text: some Collection<UInt8>, countMax: Int) -> Int64? {
    guard (1...countMax).contains(text.count) else { return nil }
    var value: Int64 = 0
    for character in text {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character) else { return nil }
      value = value * 10 + Int64(character - UInt8(ascii: "0"))
    }
    return value
  }
}
