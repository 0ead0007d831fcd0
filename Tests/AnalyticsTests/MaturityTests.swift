import Analytics
import EventModel
import Resolution
import Testing

/// It is 2026-03-31T12:00Z. Windows of 24 hours have ended for all actions up to the 29th.
struct MaturityTests {
  private static func response(_ rows: [OutcomeRollup]) throws -> Metric {
    try #require(try Known.rep(AnalyticsInput(outcomes: rows))[.responseRate])
  }

  @Test func `the answers of a young day don't flatter the rate`() throws {
    let metric = try Self.response([
      Known.outcomes(20, expired: 80, daysAgo: 2), Known.outcomes(9, pending: 91, daysAgo: 1),
      Known.outcomes(5, pending: 95, daysAgo: 0),
    ])
    #expect(metric.figure.value == 0.2)
    #expect(metric.figure.sampleSize == 100)
    #expect(metric.details.first { $0.name == "not_matured_count" }?.value == .number(JSONNumber(200 as Int64)))
  }

  @Test func `a window ends with the last action of its day`() throws {
    // At midnight the window of the day before yesterday's last action has just ended.
    let rows = [Known.outcomes(1, expired: 1, daysAgo: 2)]
    let period = try #require(AnalyticsPeriod(from: Known.today - 9, to: Known.today))
    func value(at now: Timestamp) -> Double? {
      let request = AnalyticsRequest(period: period, now: now)
      let document = AnalyticsDocument.rep(RepIDs.ann, request, from: AnalyticsInput(outcomes: rows))
      return document[.responseRate]?.figure.value
    }
    let end = (Known.today - 1).start + .hours(24)
    #expect(value(at: end) == 0.5)
    #expect(value(at: Timestamp(microseconds: end.microseconds - 1)) == nil)
  }

  @Test func `what is pending after its window counts as expired, whether or not it was swept`() throws {
    let metric = try Self.response([Known.outcomes(20, negative: 5, expired: 40, pending: 35, daysAgo: 5)])
    #expect(metric.figure.value == 0.2)
    #expect(metric.figure.sampleSize == 100)
  }

  @Test func `ambiguous outcomes are no part of the rate`() throws {
    let metric = try Self.response([Known.outcomes(20, expired: 60, ambiguous: 20, daysAgo: 5)])
    #expect(metric.figure.value == 0.25)
    #expect(metric.details.first { $0.name == "ambiguous_count" }?.value == .number(JSONNumber(20 as Int64)))
  }

  @Test func `each outcome type has the window that the tenant gives it`() throws {
    let rows = [
      Known.outcomes(3, expired: 1, daysAgo: 7, of: .meetingOutcome),
      Known.outcomes(1, expired: 3, daysAgo: 9, of: .meetingOutcome),
    ]
    var request = try Known.request()
    func value(_ request: AnalyticsRequest) -> Double? {
      AnalyticsDocument.rep(RepIDs.ann, request, from: AnalyticsInput(outcomes: rows))[.meetingRate]?.figure.value
    }
    #expect(value(request) == 0.25)
    request.windows[.meetingOutcome] = .hours(24)
    #expect(value(request) == 0.5)
    request.windows[.meetingOutcome] = .days(30)
    #expect(value(request) == nil)
  }

  @Test func `a rate that can't be known yet is missing, not zero, and says why`() throws {
    func missing(_ rows: [OutcomeRollup]) throws -> String? {
      let figure = try Self.response(rows).figure
      #expect(figure.value == nil)
      #expect(figure.interval == nil)
      return figure.missing
    }
    #expect(try missing([]) == "There is nothing to count.")
    #expect(
      try missing([Known.outcomes(3, pending: 4, daysAgo: 0)])
        == "7 outcomes are there, but the window of their day is still open."
    )
    #expect(
      try missing([Known.outcomes(ambiguous: 2, daysAgo: 5)]) == "2 outcomes are there, and wait for a person's label."
    )
    #expect(
      try missing([Known.outcomes(pending: 1, daysAgo: 0), Known.outcomes(ambiguous: 2, daysAgo: 5)])
        == "Of 3 outcomes none is decided: windows are still open, or a person's label is awaited."
    )
  }
}
