import Analytics
import EventModel
import Testing

/// Costs, time and what they are worth.
struct ValueMetricTests {
  private static let euros = HourlyCost(amount: 60, currency: "EUR")

  private static func document(_ input: AnalyticsInput, _ policy: AnalyticsPolicy) throws -> AnalyticsDocument {
    .executive(try Known.request(policy: policy), from: input)
  }

  /// 100 e-mails, of which 80 cost 0.05 each; 10 calls, of which 5 cost 1.20 each; 40 of 200 decided outcomes positive.
  private static let input = AnalyticsInput(
    outcomes: [Known.outcomes(40, expired: 160)],
    actions: [
      Known.actions(100, costs: 80, costMicros: 4_000_000),
      Known.actions(10, costs: 5, costMicros: 6_000_000, type: "call"),
      Known.actions(50, costs: 50, costMicros: 5_000_000, daysAgo: 45),
    ]
  )

  @Test func `a cost is that of an interaction that carried one`() throws {
    let document = try Self.document(Self.input, .default)
    let metric = try #require(document[.costPerInteraction])
    #expect(abs(try #require(metric.figure.value) - 10.0 / 85) < 1e-12)
    #expect(metric.figure.sampleSize == 85)
    #expect(metric.figure.interval == nil)
    #expect(metric.unit == "currency")
    #expect(abs(try #require(metric.previous?.value) - 0.1) < 1e-12)
    let rows = try metric.rows("by_action_type")
    #expect(rows.map { $0.text("action_type") } == ["call", "send_email"])
    #expect(rows.map(\.figure.value) == [1.2, 0.05])
    #expect(metric.details.first { $0.name == "without_cost_count" }?.value == .number(JSONNumber(25 as Int64)))
  }

  @Test func `the cost of a success is the mean cost over the success rate`() throws {
    let document = try Self.document(Self.input, AnalyticsPolicy(hourlyCost: Self.euros))
    let metric = try #require(document[.costPerSuccess])
    #expect(abs(try #require(metric.figure.value) - 10.0 / 85 / 0.2) < 1e-12)
    #expect(metric.unit == "EUR")
    let interval = try #require(metric.figure.interval)
    #expect(interval.low < 10.0 / 85 / 0.2 && interval.high > 10.0 / 85 / 0.2)
    #expect(metric.previous?.missing == "No decided outcome is positive.")
  }

  @Test func `time saved is an assumption, and missing without one`() throws {
    let none = try Self.document(Self.input, .default)
    #expect(none[.timeSaved]?.figure.value == nil)
    #expect(none[.timeSaved]?.figure.missing?.contains("analytics_minutes_saved_per_action") == true)
    #expect(none[.timeSavedValue]?.figure.missing?.contains("analytics_hourly_cost") == true)
    #expect(none[.returnOnInvestment]?.figure.missing?.contains("analytics_hourly_cost") == true)

    let minutes = MinutesSaved(byActionType: [ActionType("send_email"): 6])
    let some = try Self.document(Self.input, AnalyticsPolicy(minutesSaved: minutes, hourlyCost: Self.euros))
    #expect(some[.timeSaved]?.figure.value == 10)
    #expect(some[.timeSaved]?.figure.sampleSize == 100)
    #expect(some[.timeSaved]?.previous?.value == 5)
    let details = try #require(some[.timeSaved]?.details)
    #expect(details.first { $0.name == "without_assumption_count" }?.value == .number(JSONNumber(10 as Int64)))
    #expect(some[.timeSavedValue]?.figure.value == 600)
    #expect(some[.timeSavedValue]?.unit == "EUR")
    let rows = try #require(some[.timeSaved]).rows("by_action_type")
    #expect(rows.map(\.figure.value) == [nil, 10])
  }

  @Test func `the default holds for every other action type`() throws {
    let minutes = MinutesSaved(byActionType: [ActionType("send_email"): 6], other: 30)
    let document = try Self.document(Self.input, AnalyticsPolicy(minutesSaved: minutes))
    #expect(document[.timeSaved]?.figure.value == 15)
    #expect(document[.timeSaved]?.figure.sampleSize == 110)
  }

  @Test func `the return compares benefit and cost of the same interactions`() throws {
    let policy = AnalyticsPolicy(minutesSaved: MinutesSaved(other: 6), hourlyCost: Self.euros)
    let document = try Self.document(Self.input, policy)
    let metric = try #require(document[.returnOnInvestment])
    // 85 interactions save 8.5 hours, worth 510; they cost 10.
    #expect(abs(try #require(metric.figure.value) - 50) < 1e-9)
    #expect(metric.figure.sampleSize == 85)
    #expect(metric.details.first { $0.name == "currency" }?.value == .string("EUR"))
    let statements = try #require(document[.strategicInsights]?.details.first { $0.name == "statements" }?.value)
    guard case .array(let elements) = statements else { throw Unexpected() }
    #expect(
      elements.contains {
        $0["sentence"]
          == .string("By the tenant's own assumptions the time saved by 85 interactions is worth more than it costs.")
      }
    )
  }

  @Test func `without costs nothing is free, but unknown`() throws {
    let policy = AnalyticsPolicy(minutesSaved: MinutesSaved(other: 6), hourlyCost: Self.euros)
    let document = try Self.document(AnalyticsInput(actions: [Known.actions(10)]), policy)
    for name in [MetricName.costPerInteraction, .costPerSuccess, .returnOnInvestment] {
      #expect(document[name]?.figure.value == nil, "\(name)")
      #expect(document[name]?.figure.missing != nil, "\(name)")
    }
    #expect(document[.timeSaved]?.figure.value == 1)
  }
}

struct Unexpected: Error {}
