import EventModel
import Foundation
import TestSupport
import Testing

@Suite struct TimestampTextTests {
  @Test(
    "RFC 3339 texts give their instant",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00.000001Z", 1), ("1970-01-01T00:00:00.0000019Z", 1),
      ("1969-12-31T23:59:59.9999999Z", -1), ("1970-01-01t00:00:00z", 0), ("1970-01-01T01:00:00+01:00", 0),
      ("1969-12-31T19:00:00-05:00", 0), ("1970-01-01T00:00:00-00:00", 0),
      ("2026-02-11T12:58:38.123456+00:00", 1_770_814_718_123_456),
      ("2026-02-11T12:58:38.1Z", 1_770_814_718_100_000), ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
      ("2000-02-29T00:00:00Z", 951_782_400_000_000), ("2016-12-31T23:59:60Z", 1_483_228_800_000_000),
      ("2016-12-31T23:59:60.5Z", 1_483_228_800_500_000), ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
      ("9999-12-31T23:59:59.999999999999999999999Z", 253_402_300_799_999_999), ("1970-01-01T23:59:00+23:59", 0),
    ] as [(String, Int64)]
  )
  func parses(text: String, microseconds: Int64) throws {
    #expect(Timestamp(rfc3339: text)?.microseconds == microseconds)
    #expect(Timestamp(rfc3339: Array(text.utf8))?.microseconds == microseconds)
  }

  @Test(
    "anything else is refused",
    arguments: [
      "", "2026-02-11", "2026-02-11T12:58:38", "2026-02-11 12:58:38Z", "2026-02-11T12:58Z", "2026-02-11T12:58:38.Z",
      "2026-02-11T12:58:38,5Z", "2026-02-11T12:58:38+0000", "2026-02-11T12:58:38+00", "2026-02-11T12:58:38+24:00",
      "2026-02-11T12:58:38+00:60", "2026-02-30T00:00:00Z", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
      "1800-02-29T00:00:00Z", "2200-02-29T00:00:00Z",
      "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-04-31T00:00:00Z",
      "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z", "0000-01-01T00:00:00Z",
      "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "9999-12-31T23:59:60Z", "2026-02-11T12:58:38Z ",
      " 2026-02-11T12:58:38Z", "2026-02-11T12:58:38ZZ", "20260211T125838Z", "2026-2-11T12:58:38Z",
      "+2026-02-11T12:58:38Z",
      "2026-02-11T12:58:38.123456", "2026-02-11T12:58:38.5+", "2026-02-11T12:58:38.123456+00:0", "1770814718",
      "2026-02-11T12:58:3\u{664}Z", "２026-02-11T12:58:38Z", "2026-02-11T12:58:38+-1:00", "2026/02/11T12:58:38Z",
    ]
  )
  func refuses(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  @Test("random instants survive their text, and Foundation reads the same", arguments: [41 as UInt64, 42])
  func roundTrip(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: false)
    for _ in 0..<20_000 {
      let instant = Timestamp(
        microseconds: Int64.random(in: -62_135_596_800_000_000...253_402_300_799_999_999, using: &generator)
      )
      let text = instant.rfc3339
      #expect(text.utf8.count == 27)
      #expect(Timestamp(rfc3339: text) == instant, "seed \(seed), \(text)")
    }
    // From the calendar's reform on, since Foundation's calendar is Julian before.
    for _ in 0..<2000 {
      let seconds = Int64.random(in: -12_000_000_000...253_402_300_799, using: &generator)
      let text = Date(timeIntervalSince1970: Double(seconds)).formatted(style)
      #expect(Timestamp(rfc3339: text)?.microseconds == seconds * 1_000_000, "seed \(seed), \(text)")
    }
  }

  @Test("every day of four centuries is the next one's day before")
  func everyDay() {
    var microseconds: Int64 = -5_364_662_400_000_000
    for _ in 0..<146_097 {
      let instant = Timestamp(microseconds: microseconds)
      #expect(Timestamp(rfc3339: instant.rfc3339) == instant)
      microseconds += 86_400_000_000
    }
    #expect(Timestamp(microseconds: -5_364_662_400_000_000).rfc3339 == "1800-01-01T00:00:00.000000Z")
    #expect(Timestamp(microseconds: microseconds).rfc3339 == "2200-01-01T00:00:00.000000Z")
  }

  @Test("text has six fractional digits and Z, whatever the instant")
  func writes() {
    #expect(Timestamp(microseconds: -1).rfc3339 == "1969-12-31T23:59:59.999999Z")
    #expect(Timestamp(microseconds: 1_770_814_718_120_000).description == "2026-02-11T12:58:38.120000Z")
    #expect(Timestamp(microseconds: Int64.max).rfc3339 == "294247-01-10T04:00:54.775807Z")
    #expect(Timestamp(microseconds: Int64.min).rfc3339 == "-290308-12-21T19:59:05.224192Z")
  }
}
