import Analytics
import EventModel
import Testing

struct RateMetricTests {
  @Test func `a rate has Wilson's interval, its change Newcombe's`() throws {
    let document = try Known.rep(
      AnalyticsInput(outcomes: [
        Known.outcomes(56, negative: 4, expired: 10, daysAgo: 12), Known.outcomes(48, expired: 32, daysAgo: 40),
      ])
    )
    let metric = try #require(document[.responseRate])
    #expect(metric.figure.value == 0.8)
    #expect(metric.figure.sampleSize == 70)
    let interval = try #require(metric.figure.interval)
    // 56 of 70, by Wilson's formula: (0.8 + z^2/140 -+ z sqrt(0.16/70 + z^2/19600)) / (1 + z^2/70).
    #expect(abs(interval.low - 0.692) < 5e-4)
    #expect(abs(interval.high - 0.8769) < 5e-4)
    #expect(interval.method == .wilson)
    #expect(metric.previous?.value == 0.6)
    #expect(metric.previous?.sampleSize == 80)
    // Newcombe (1998), table II, method 10: 56 of 70 against 48 of 80.
    let change = try #require(metric.change)
    #expect(change.statement == .rose)
    #expect(abs(try #require(change.difference) - 0.2) < 1e-12)
    #expect(abs(try #require(change.interval).low - 0.0524) < 5e-5)
    #expect(abs(try #require(change.interval).high - 0.3339) < 5e-5)
  }

  @Test func `below ten cases in either period no change is said`() throws {
    let document = try Known.rep(
      AnalyticsInput(outcomes: [Known.outcomes(9, daysAgo: 12), Known.outcomes(expired: 100, daysAgo: 40)])
    )
    let change = try #require(document[.responseRate]?.change)
    #expect(change.statement == .insufficientData)
    #expect(change.difference == nil)
  }

  @Test func `the success rate counts one outcome an action`() throws {
    let document = AnalyticsDocument.executive(
      try Known.request(),
      from: AnalyticsInput(outcomes: [
        Known.outcomes(3, expired: 7), Known.outcomes(9, expired: 1, of: .meetingOutcome, isPrimary: false),
        Known.outcomes(1, expired: 4, type: "schedule_meeting", of: .meetingOutcome),
      ])
    )
    let success = try #require(document[.successRate])
    #expect(success.figure.value == 4.0 / 15)
    #expect(document[.meetingRate]?.figure.value == 10.0 / 15)
    #expect(try success.rows("by_action_type").map { $0.text("action_type") } == ["schedule_meeting", "send_email"])
    #expect(try success.rows("by_action_type").map(\.figure.value) == [0.2, 0.3])
  }

  @Test func `the escalation rate counts actions, decided or not`() throws {
    let document = try Known.rep(
      AnalyticsInput(outcomes: [
        Known.outcomes(3, expired: 80, pending: 10, daysAgo: 0),
        Known.outcomes(1, pending: 4, daysAgo: 0, type: "escalate", of: .escalationResult),
        // An e-mail that expects an escalation result as well hands over, too.
        Known.outcomes(pending: 2, daysAgo: 0, of: .escalationResult, isPrimary: false),
      ])
    )
    let rate = try #require(document[.escalationRate])
    #expect(rate.figure.value == 7.0 / 98)
    #expect(rate.figure.sampleSize == 98)
    #expect(rate.details.isEmpty)
    #expect(document[.escalationResolutionRate]?.figure.value == nil)
  }

  @Test func `the escalation history says what became of each day's escalations`() throws {
    let document = try Known.rep(
      AnalyticsInput(outcomes: [
        Known.outcomes(1, pending: 4, daysAgo: 0, type: "escalate", of: .escalationResult),
        Known.outcomes(2, negative: 1, expired: 3, ambiguous: 1, daysAgo: 9, type: "escalate", of: .escalationResult),
        Known.outcomes(5, daysAgo: 9, rep: "bob", type: "escalate", of: .escalationResult),
        Known.outcomes(1, daysAgo: 40, type: "escalate", of: .escalationResult),
      ])
    )
    let history = try #require(document[.escalationHistory])
    #expect(history.figure.value == 12)
    #expect(history.previous?.value == 1)
    let rows = try history.rows("by_day_and_action_type")
    #expect(rows.map { $0.text("day") } == ["2026-03-22", "2026-03-31"])
    #expect(rows.map(\.figure.value) == [7, 5])
    #expect(rows.map { $0.number("resolved_count") } == [2, 1])
    #expect(rows.map { $0.number("unresolved_count") } == [1, 0])
    #expect(rows.map { $0.number("unanswered_count") } == [3, 0])
    #expect(rows.map { $0.number("open_count") } == [0, 4])
    #expect(rows.map { $0.number("ambiguous_count") } == [1, 0])
  }

  @Test func `counts that are below zero for a moment leave no bounds`() throws {
    let document = try Known.rep(
      AnalyticsInput(outcomes: [
        Known.outcomes(5, expired: -2, pending: -1), Known.outcomes(-1, expired: 3, of: .meetingOutcome),
        Known.outcomes(-1, of: .dealProgression), Known.outcomes(-4, type: "escalate", of: .escalationResult),
      ])
    )
    #expect(document[.responseRate]?.figure.value == 1)
    #expect(document[.meetingRate]?.figure.value == 0)
    #expect(document[.dealProgressionRate]?.figure.value == nil)
    #expect(document[.escalationRate]?.figure.value == nil || document[.escalationRate]?.figure.value == 0)
  }
}
