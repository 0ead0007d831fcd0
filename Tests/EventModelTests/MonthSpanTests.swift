import EventModel
import Foundation
import Testing

@Suite struct MonthSpanTests {
  private static func time(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

  @Test(
    "a month is a calendar month of UTC",
    arguments: [
      ("2026-02-28T23:59:59.999999Z", "2026-02-01", "2026-03-01"), ("2024-02-29T00:00:00Z", "2024-02-01", "2024-03-01"),
      ("2026-12-01T00:00:00Z", "2026-12-01", "2027-01-01"), ("1969-12-31T23:59:59Z", "1969-12-01", "1970-01-01"),
      ("1600-03-01T00:00:00Z", "1600-03-01", "1600-04-01"), ("0001-01-01T00:00:00Z", "0001-01-01", "0001-02-01"),
    ]
  )
  func month(instant: String, from: String, to: String) throws {
    let span = MonthSpan(of: try Self.time(instant))
    let (first, end) = (try Self.time(from + "T00:00:00Z"), try Self.time(to + "T00:00:00Z"))
    #expect(span.from == first && span.to == end)
    #expect(span.contains(span) && MonthSpan.always.contains(span))
  }

  @Test("the last month of time ends it")
  func last() throws {
    let span = MonthSpan(of: try Self.time("9999-12-31T23:59:59.999999Z"))
    #expect(span.to == MonthSpan.always.to && MonthSpan(of: MonthSpan.always.from).from == MonthSpan.always.from)
  }

  @Test("months are counted forwards and backwards over years")
  func counting() throws {
    let instant = try Self.time("2026-01-31T12:00:00Z")
    let counted = [(0, "2026-01-01"), (1, "2026-02-01"), (12, "2027-01-01"), (-1, "2025-12-01"), (-25, "2023-12-01")]
    for (count, text) in counted {
      let expected = try Self.time(text + "T00:00:00Z")
      #expect(instant.adding(months: count) == expected)
    }
    for count in -500..<500 {
      #expect(instant.adding(months: count).adding(months: -count) == instant.startOfMonth)
      #expect(MonthSpan(of: instant.adding(months: count)).to == instant.adding(months: count + 1))
    }
  }

  @Test("the union holds both, and nothing that isn't between them")
  func union() throws {
    let early = MonthSpan(of: try Self.time("2026-01-05T00:00:00Z"))
    let late = MonthSpan(of: try Self.time("2026-04-05T00:00:00Z"))
    let both = early.union(late)
    #expect(both == late.union(early) && both.contains(early) && both.contains(late) && !early.contains(both))
    #expect(both.from == early.from && both.to == late.to)
  }
}
