import EventModel
import Foundation
import Simulation
import Testing

struct SimulationTruthTests {
  private static let start = Timestamp(microseconds: 1_770_000_000_000_000)

  private struct Key: Hashable {
    let tenantID: TenantID
    let actionType: String
    let bin: Int
  }

  @Test(arguments: [20_260_211] as [UInt64])
  func `over two hundred thousand actions every bin's rate is the truth within four standard errors`(
    seed: UInt64
  ) throws {
    var plan = SimulationPlan.backfill(seed: seed)
    plan.actionCount = 200_000
    let outcomes = ObservedOutcomes(Array(SalesAgentSimulation(plan: plan, start: Self.start)))
    #expect(outcomes.actions.count == 200_000)
    let clear = outcomes.actions.filter { $0.verdict != .unclear }
    let cells = Dictionary(grouping: clear) { action in
      Key(
        tenantID: action.tenantID,
        actionType: action.actionType,
        bin: (1...9).count { action.confidence >= Double($0) / 10 }
      )
    }
    var comparedCount = 0
    for entry in plan.truth().entries {
      for bin in entry.bins {
        let key = Key(tenantID: entry.tenantID, actionType: entry.actionType.text, bin: bin.index)
        let samples = cells[key] ?? []
        guard let rate = bin.successRate, let mean = bin.meanConfidence else {
          #expect(samples.isEmpty, "seed \(seed), \(key)")
          continue
        }
        guard samples.count >= 30 else { continue }
        comparedCount += 1
        let count = Double(samples.count)
        let observedRate = Double(samples.count { $0.verdict == .success }) / count
        let observedMean = samples.reduce(0) { $0 + $1.confidence } / count
        let error = (rate * (1 - rate) / count).squareRoot()
        #expect(abs(observedRate - rate) <= 4 * error, "seed \(seed), \(key): \(observedRate) for \(rate), \(count)")
        // Ten hundredths spread at most as much as the two ends of a bin.
        #expect(abs(observedMean - mean) <= 4 * 0.045 / count.squareRoot(), "seed \(seed), \(key)")
      }
    }
    #expect(comparedCount > 90)
  }

  @Test func `unclear answers are as frequent among what would succeed`() {
    var plan = SimulationPlan.backfill(seed: 4)
    plan.actionCount = 20_000
    plan.unclearShare = 0.5
    let outcomes = ObservedOutcomes(Array(SalesAgentSimulation(plan: plan, start: Self.start)))
    let emails = outcomes.actions.filter { $0.actionType == "send_email" }
    let clear = emails.filter { $0.verdict != .unclear }
    #expect(abs(Double(clear.count) / Double(emails.count) - 0.5) < 0.03)
    let truths = plan.truth().entries.filter { $0.actionType.text == "send_email" }
    let expected = truths.reduce(0) { $0 + $1.successRate } / Double(truths.count)
    let rate = Double(clear.count { $0.verdict == .success }) / Double(clear.count)
    #expect(abs(rate - expected) < 0.03)
  }

  @Test func `the sales agent is as wrong as it is meant to be`() {
    let truth = SimulationPlan.backfill(seed: 1).truth()
    #expect(truth.entries.count == 18)
    let first = truth.entries.prefix(6)
    let gaps = Dictionary(uniqueKeysWithValues: first.map { ($0.actionType.text, $0.gap) })
    #expect(gaps["send_email", default: 0] > 0.15)
    #expect(gaps["propose_terms", default: 0] > 0.35)
    #expect(gaps["advance_stage", default: 0] > 0.35)
    #expect(gaps["escalate", default: 0] < -0.15)
    #expect(abs(gaps["send_chat", default: 1]) < 1e-12)
    #expect(abs(gaps["schedule_meeting", default: 1]) < 1e-12)
    for entry in truth.entries {
      #expect(abs(entry.bins.reduce(0) { $0 + $1.share } - 1) < 1e-12)
      let rate = entry.bins.reduce(0) { $0 + $1.share * ($1.successRate ?? 0) }
      #expect(abs(rate - entry.successRate) < 1e-12)
      for bin in entry.bins where bin.share > 0 {
        let mean = bin.meanConfidence ?? -1
        #expect(mean >= Double(bin.index) / 10 - 1e-12 && mean <= Double(bin.index + 1) / 10)
      }
    }
  }

  @Test func `the truth of an agent that always says the same is one point`() throws {
    var plan = SimulationPlan.backfill(seed: 1)
    plan.tenantCount = 1
    plan.actionTypes = [
      ActionTypeTruth(
        ActionType("send_email"),
        frequency: 1,
        confidences: ConfidenceDistribution(lowestHundredths: 80, modeHundredths: 80, highestHundredths: 80),
        slope: 0.6,
        intercept: 0.07
      )
    ]
    let entry = try #require(plan.truth().entries.first)
    #expect(entry.bins[8].meanConfidence == 0.8)
    #expect(abs(try #require(entry.bins[8].successRate) - 0.55) < 1e-15)
    #expect(entry.bins[8].share == 1)
    #expect(entry.bins.filter { $0.share == 0 && $0.successRate == nil }.count == 9)
  }

  @Test func `the truth is written as JSON with ten bins each`() throws {
    let text = SimulationPlan.backfill(seed: 1).truth().jsonText()
    let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    #expect(json.count == 18)
    #expect(json.allSatisfy { ($0["bins"] as? [Any])?.count == 10 })
    #expect(json.first?["action_type"] as? String == "send_email")
  }
}
