import Analytics
import Coaching
import EventModel
import Foundation
import Testing

struct DocumentTests {
  @Test func `an empty tenant has documents that know nothing and say so`() throws {
    let request = try Known.request()
    let documents: [AnalyticsDocument] = [
      .rep(RepIDs.ann, request, from: AnalyticsInput()),
      .manager(.tenant, request, from: AnalyticsInput()),
      .manager(.team(TeamID("empty"), []), request, from: AnalyticsInput()),
      .executive(request, from: AnalyticsInput()),
    ]
    for document in documents {
      for metric in document.metrics {
        #expect(metric.figure.value == nil, "\(document.role) \(metric.name)")
        #expect(metric.figure.missing?.isEmpty == false, "\(document.role) \(metric.name)")
        #expect(metric.figure.sampleSize == 0, "\(document.role) \(metric.name)")
        for breakdown in metric.breakdowns {
          #expect(breakdown.rows.allSatisfy { $0.figure.value == nil }, "\(metric.name) \(breakdown.name)")
        }
      }
    }
  }

  @Test func `a sparse tenant gets wide intervals and no verdicts`() throws {
    let input = AnalyticsInput(
      outcomes: [Known.outcomes(1, expired: 1, samples: Known.samples(1, of: 2, stated: 90))],
      actions: [Known.actions(2, costs: 1, costMicros: 30_000)]
    )
    let request = try Known.request()
    let executive = AnalyticsDocument.executive(request, from: input)
    let rate = try #require(executive[.responseRate]?.figure)
    #expect(rate.value == 0.5)
    // Wilson's interval of 1 of 2.
    #expect(try #require(rate.interval).low < 0.1 && (try #require(rate.interval)).high > 0.9)
    #expect(executive[.responseRate]?.change?.statement == .insufficientData)
    #expect(executive[.strategicInsights]?.figure.value == 0)
    let manager = AnalyticsDocument.manager(.tenant, request, from: input)
    #expect(manager[.coachingOpportunities]?.figure.value == nil)
    #expect(try #require(manager[.confidenceGap]).rows("by_action_type").allSatisfy { $0["verdict"] == nil })
  }

  @Test func `a rich tenant has a figure for everything`() throws {
    var known: Set<MetricName> = []
    for seed in UInt64(1)...40 {
      let world = RandomWorld(seed: seed, rowCount: 600)
      for document in world.documents(world.input) {
        known.formUnion(document.metrics.filter { $0.figure.value != nil }.map(\.name))
      }
    }
    // Nobody is looked at for fatigue in these worlds, and all of them have several currencies.
    #expect(Set(MetricName.allCases).subtracting(known) == [.feedbackFatigue, .creditedAmount])
  }

  @Test func `each role has its metrics, each once`() throws {
    let request = try Known.request()
    let rep = AnalyticsDocument.rep(RepIDs.ann, request, from: AnalyticsInput())
    let manager = AnalyticsDocument.manager(.tenant, request, from: AnalyticsInput())
    let executive = AnalyticsDocument.executive(request, from: AnalyticsInput())
    for document in [rep, manager, executive] {
      #expect(Set(document.metrics.map(\.name)).count == document.metrics.count)
    }
    let all = Set([rep, manager, executive].flatMap { $0.metrics.map(\.name) })
    #expect(all == Set(MetricName.allCases))
    #expect(rep[.successRate] == nil, "a rep isn't compared with others")
    #expect(rep[.costPerInteraction] == nil)
    #expect(manager[.coachingOpportunities] != nil)
    #expect(executive[.agentAgainstHuman] != nil)
  }

  @Test func `the catalogue defines every metric, and the product's page names it`() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "schemas/semantics.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    for name in MetricName.allCases {
      #expect(name.definition.hasSuffix("."), "\(name)")
      #expect(MetricName.catalogue[name.rawValue]?["definition"] == .string(name.definition))
      #expect(MetricName.catalogue[name.rawValue]?["unit"] == .string(name.unit.rawValue))
      #expect(text.contains("`\(name.rawValue)`"), "\(name) is not in semantics.md")
    }
  }

  @Test func `the many values of a dimension are cut at a hundred, and the rest is one row`() throws {
    let rows = (0..<150).map { Known.outcomes(Int64($0), expired: 1, type: "type-\($0)") }
    let document = try Known.rep(AnalyticsInput(outcomes: rows))
    let metric = try #require(document[.responseRate])
    let breakdown = try metric.rows("by_action_type")
    #expect(breakdown.count == 101)
    let last = try #require(breakdown.last)
    #expect(last["action_type"] == .null)
    #expect(last["others"] == .bool(true))
    // The fifty with the fewest: 0 to 49 positive ones and an expired one each.
    #expect(last.figure.sampleSize == 1275)
    #expect(breakdown.reduce(0) { $0 + $1.figure.sampleSize } == metric.figure.sampleSize)
  }
}
