import Analytics
import Coaching
import EventModel
import Testing

struct HumanComparisonTests {
  private static func metric(
    _ outcomes: [OutcomeRollup],
    labels: [LabelRollup] = [],
    _ policy: AnalyticsPolicy = .default
  ) throws -> Metric {
    let input = AnalyticsInput(outcomes: outcomes, labels: labels)
    return try #require(
      AnalyticsDocument.executive(try Known.request(policy: policy), from: input)[.agentAgainstHuman]
    )
  }

  private static func labels(
    _ positive: Int64,
    _ negative: Int64,
    agreeing: Int64 = 0,
    differing: Int64 = 0
  ) -> LabelRollup {
    LabelRollup(
      day: Known.today - 10,
      repID: RepIDs.ann,
      outcomeType: .emailEngagement,
      positiveCount: positive,
      negativeCount: negative,
      agreeingCount: agreeing,
      differingCount: differing
    )
  }

  @Test func `a baseline with its number of cases is an independent proportion`() throws {
    let baseline = try #require(HumanBaseline(rate: 0.6, sampleCount: 80, cost: 4))
    let metric = try Self.metric(
      [Known.outcomes(56, expired: 14)],
      AnalyticsPolicy(humanBaselines: [.emailEngagement: baseline])
    )
    #expect(metric.figure.value == 1)
    let row = try #require(try metric.rows("by_outcome_type").first)
    #expect(abs(try #require(row.figure.value) - 0.2) < 1e-12)
    // Newcombe (1998), table II, method 10: 56 of 70 against 48 of 80.
    #expect(abs(try #require(row.figure.interval).low - 0.0524) < 5e-5)
    #expect(abs(try #require(row.figure.interval).high - 0.3339) < 5e-5)
    #expect(row.text("verdict") == "better")
    #expect(row.text("human_source") == "setting")
    #expect(row.number("human_cost_per_interaction") == 4)
    #expect(
      row.text("sentence")
        == "At email_engagement the agent does better than the people's rate that the tenant states: 80 % of 70 "
        + "against 60 % (95 % interval +5.2 to +33.4 points)."
    )
  }

  @Test func `a baseline without cases is taken as exact`() throws {
    let baseline = try #require(HumanBaseline(rate: 0.75))
    let metric = try Self.metric(
      [Known.outcomes(56, expired: 14)],
      AnalyticsPolicy(humanBaselines: [.emailEngagement: baseline, .meetingOutcome: baseline])
    )
    let rows = try metric.rows("by_outcome_type")
    #expect(rows.count == 1, "the meetings have no outcome to compare")
    #expect(rows[0].figure.interval?.method == .transformedWilson)
    #expect(abs(try #require(rows[0].figure.interval).low - (0.692 - 0.75)) < 5e-4)
    #expect(rows[0]["verdict"] == nil)
  }

  @Test func `labels stand in where the tenant states nothing, and are enough`() throws {
    let outcomes = [Known.outcomes(20, expired: 80)]
    #expect(try Self.metric(outcomes, labels: [Self.labels(10, 9)]).figure.value == nil)
    let row = try #require(try Self.metric(outcomes, labels: [Self.labels(15, 5)]).rows("by_outcome_type").first)
    #expect(row.text("human_source") == "labels")
    #expect(row.number("human_rate") == 0.75)
    #expect(row.text("verdict") == "worse")
  }

  @Test func `labels that say what was decided by itself agree`() throws {
    let input = AnalyticsInput(labels: [
      Self.labels(5, 5, agreeing: 6, differing: 2), Self.labels(1, 0, agreeing: 0, differing: 0),
    ])
    let document = AnalyticsDocument.manager(.tenant, try Known.request(), from: input)
    let metric = try #require(document[.labelAgreement])
    #expect(metric.figure.value == 0.75)
    #expect(metric.figure.sampleSize == 8)
    #expect(metric.previous?.value == nil)
  }
}
