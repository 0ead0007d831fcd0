import Analytics
import Coaching
import EventModel
import Resolution
import Testing

struct ImpactMetricTests {
  private static func impact(
    _ creditMicros: Int64,
    touches: Int64 = 1,
    currency: String? = nil,
    amountMicros: Int128 = 0,
    result: ConversionResult? = nil,
    type: String = "send_email",
    daysAgo: Int = 3
  ) -> ImpactRollup {
    ImpactRollup(
      day: Known.today - daysAgo,
      repID: RepIDs.ann,
      actionType: ActionType(type),
      channel: nil,
      currency: currency,
      result: result,
      touchCount: touches,
      creditMicros: creditMicros,
      amountMicros: amountMicros
    )
  }

  private static func document(_ impacts: [ImpactRollup]) throws -> AnalyticsDocument {
    try Known.rep(AnalyticsInput(impacts: impacts))
  }

  @Test func `credits add up to conversions, and what is known to be lost is told apart`() throws {
    let document = try Self.document([
      Self.impact(1_500_000, touches: 4, result: .won), Self.impact(250_000, result: .won, type: "call"),
      Self.impact(2_000_000, touches: 2, result: .lost), Self.impact(1_000_000, daysAgo: 33),
    ])
    let metric = try #require(document[.creditedConversions])
    #expect(metric.figure.value == 1.75)
    #expect(metric.figure.sampleSize == 5)
    #expect(metric.previous?.value == 1)
    #expect(metric.details == [JSONMember("includes_losses", .bool(false))])
    #expect(try metric.rows("by_action_type").map(\.figure.value) == [0.25, 1.5])
    #expect(try metric.rows("by_result").map { $0.text("result") } == ["won", "lost"])
    #expect(try metric.rows("by_result").map(\.figure.value) == [1.75, 2])
  }

  @Test func `where results aren't kept, losses are in the number, and it says so`() throws {
    let metric = try #require(try Self.document([Self.impact(1_500_000)])[.creditedConversions])
    #expect(metric.figure.value == 1.5)
    #expect(metric.details == [JSONMember("includes_losses", .bool(true))])
  }

  @Test func `an amount in one currency is a figure in that currency`() throws {
    let document = try Self.document([
      Self.impact(1_000_000, currency: "EUR", amountMicros: 12_345_678_900_000_000_000, result: .won),
      Self.impact(500_000, currency: "EUR", amountMicros: 100_000_000, result: .won, type: "call"),
      Self.impact(500_000, currency: "EUR", amountMicros: 7_000_000, result: .lost),
      Self.impact(500_000),
    ])
    let metric = try #require(document[.creditedAmount])
    #expect(metric.unit == "EUR")
    #expect(metric.figure.value == 12_345_678_900_100)
    let rows = try metric.rows("by_currency")
    #expect(rows.map { $0.text("result") } == ["won", "lost"])
    #expect(rows.map(\.figure.value) == [12_345_678_900_100, 7])
  }

  @Test func `amounts of different currencies are never added`() throws {
    let document = try Self.document([
      Self.impact(1_000_000, currency: "USD", amountMicros: 5_000_000),
      Self.impact(1_000_000, currency: "EUR", amountMicros: 3_000_000), Self.impact(1_000_000, amountMicros: 1_000_000),
    ])
    let metric = try #require(document[.creditedAmount])
    #expect(metric.figure.value == nil)
    #expect(metric.figure.missing == "Amounts of different currencies aren't added; each is in by_currency.")
    #expect(metric.unit == "currency")
    #expect(try metric.rows("by_currency").map { $0.text("currency") } == [nil, "EUR", "USD"])
    #expect(try metric.rows("by_currency").map(\.figure.value) == [1, 3, 5])
  }

  @Test func `without a conversion nothing is credited, and that isn't zero`() throws {
    let document = try Self.document([])
    #expect(document[.creditedConversions]?.figure.value == nil)
    #expect(document[.creditedAmount]?.figure.missing == "No credited conversion carried an amount.")
  }
}
