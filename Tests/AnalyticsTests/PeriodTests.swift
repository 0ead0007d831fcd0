import Analytics
import EventModel
import TestSupport
import Testing

struct PeriodTests {
  @Test func `a day is read and written as its date`() throws {
    #expect(UTCDay(text: "1970-01-01")?.number == 0)
    #expect(UTCDay(text: "2026-03-31") == Known.today)
    #expect(Known.today.description == "2026-03-31")
    #expect(UTCDay(number: -1).description == "1969-12-31")
    for text in ["2026-02-29", "2026-3-31", "20260331", "", "2026-03-31Z", "2026-03-31T", "0000-01-01"] {
      #expect(UTCDay(text: text) == nil, "\(text)")
    }
  }

  @Test func `an instant lies in the day that it begins, and not in the one that it ends`() {
    let start = Known.today.start
    #expect(UTCDay(start) == Known.today)
    #expect(UTCDay(Timestamp(microseconds: start.microseconds - 1)) == Known.today - 1)
    #expect(UTCDay(Timestamp(microseconds: -1)).number == -1)
  }

  @Test(arguments: 1...100 as ClosedRange<UInt64>)
  func `text and number of a day are the same day`(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    let day = UTCDay(number: Int.random(in: -700_000...2_900_000, using: &generator))
    #expect(UTCDay(text: day.description) == day, "seed \(seed)")
    #expect(UTCDay(day.start) == day, "seed \(seed)")
  }

  @Test func `a period has 1 to 366 days, and the one before it as many`() throws {
    let month = try #require(AnalyticsPeriod(lastDays: 31, now: Known.now))
    #expect(month.from.description == "2026-03-01")
    #expect(month.to.description == "2026-03-31")
    #expect(month.previous.from.description == "2026-01-29")
    #expect(month.previous.to.description == "2026-02-28")
    #expect(month.previous.dayCount == 31)
    #expect(AnalyticsPeriod(lastDays: 0, now: Known.now) == nil)
    #expect(AnalyticsPeriod(lastDays: 367, now: Known.now) == nil)
    #expect(AnalyticsPeriod(from: Known.today, to: Known.today - 1) == nil)
    #expect(AnalyticsPeriod(from: Known.today - 365, to: Known.today)?.dayCount == 366)
    #expect(AnalyticsPeriod(from: Known.today - 366, to: Known.today) == nil)
  }

  @Test func `a short trend is by day, a long one by week from Monday, and neither has gaps`() throws {
    let days = AnalyticsDocument.executive(try Known.request(days: 14), from: AnalyticsInput())
    let byDay = try #require(days[.responseRate]).rows("by_day")
    #expect(byDay.map { $0.text("day") } == (0..<14).map { (Known.today - (13 - $0)).description })
    let weeks = AnalyticsDocument.executive(try Known.request(days: 15), from: AnalyticsInput())
    let byWeek = try #require(weeks[.responseRate]).rows("by_week")
    // From Tuesday the 17th to Tuesday the 31st.
    #expect(byWeek.map { $0.text("week") } == ["2026-03-16", "2026-03-23", "2026-03-30"])
    #expect(byWeek.map { $0.number("days") } == [6, 7, 2])
  }
}
