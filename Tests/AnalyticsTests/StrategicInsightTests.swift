import Analytics
import EventModel
import Resolution
import Testing

struct StrategicInsightTests {
  private static func statements(_ outcomes: [OutcomeRollup], impacts: [ImpactRollup] = []) throws -> [JSONValue] {
    let input = AnalyticsInput(outcomes: outcomes, impacts: impacts)
    let metric = try #require(AnalyticsDocument.executive(try Known.request(), from: input)[.strategicInsights])
    guard case .array(let statements)? = metric.details.first(where: { $0.name == "statements" })?.value else {
      throw Unexpected()
    }
    #expect(metric.figure.value ?? 0 == Double(statements.count))
    return statements
  }

  @Test func `a credible change is one sentence with both rates`() throws {
    // Not primary, so that the success rate has nothing to say.
    let statements = try Self.statements([
      Known.outcomes(300, expired: 700, isPrimary: false),
      Known.outcomes(200, expired: 800, daysAgo: 40, isPrimary: false),
    ])
    #expect(
      statements == [
        .object([
          JSONMember("rule", .string("rate_changed")),
          JSONMember(
            "sentence",
            .string("The response rate rose from 20 % of 1,000 to 30 % of 1,000 (95 % interval +6.2 to +13.8 points).")
          ),
        ])
      ]
    )
  }

  @Test func `what is matured later than the rest makes no change of the success rate`() throws {
    // E-mails and deals do as before, but of this period's deals none is matured.
    let statements = try Self.statements([
      Known.outcomes(500, expired: 500), Known.outcomes(500, expired: 500, daysAgo: 40),
      Known.outcomes(0, pending: 1000, type: "call", of: .dealProgression),
      Known.outcomes(100, expired: 900, daysAgo: 40, type: "call", of: .dealProgression),
    ])
    #expect(statements.isEmpty)
  }

  @Test func `a change of the success rate is told at equal outcome type`() throws {
    let statements = try Self.statements([
      Known.outcomes(300, expired: 700), Known.outcomes(200, expired: 800, daysAgo: 40),
    ])
    #expect(
      statements.map { $0["sentence"] } == [
        .string("At equal outcome type the success rate changed by +10 points (95 % interval +6.2 to +13.8 points)."),
        .string("The response rate rose from 20 % of 1,000 to 30 % of 1,000 (95 % interval +6.2 to +13.8 points)."),
      ]
    )
  }

  @Test func `what may be chance is no insight`() throws {
    #expect(
      try Self.statements([Known.outcomes(26, expired: 74), Known.outcomes(20, expired: 80, daysAgo: 40)]).isEmpty
    )
  }

  @Test func `a miscalibrated action type is one`() throws {
    let statements = try Self.statements([
      Known.outcomes(30, expired: 70, samples: Known.samples(30, of: 100, stated: 80))
    ])
    #expect(statements.first?["rule"] == .string("confidence"))
    #expect(
      statements.first?["sentence"]
        == .string("At \"send_email\" the agent says 80 %, happens 30 %, 100 cases.")
    )
  }

  @Test func `half of ten conversions make a concentration, and of nine none`() throws {
    func impact(_ conversions: Int64, _ type: String) -> ImpactRollup {
      ImpactRollup(
        day: Known.today,
        repID: nil,
        actionType: ActionType(type),
        channel: nil,
        currency: nil,
        result: .won,
        touchCount: conversions,
        creditMicros: conversions * 1_000_000
      )
    }
    let statements = try Self.statements([], impacts: [impact(7, "call"), impact(3, "send_email")])
    #expect(statements.map { $0["sentence"] } == [.string("Of 10 credited conversions 70 % are credited to \"call\".")])
    #expect(try Self.statements([], impacts: [impact(6, "call"), impact(3, "send_email")]).isEmpty)
  }
}
