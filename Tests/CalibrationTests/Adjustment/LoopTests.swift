import Calibration
import EventModel
import Testing

/// The loop closes: an agent that applies what it is told ends within the dead band, and one that needs nothing is left
/// alone.
@Suite struct LoopTests {
  private static let seeds = Array(UInt64(1)...6)
  private static let high = stride(from: 0.55, through: 0.95, by: 0.1).map { $0 }
  private static let low = stride(from: 0.15, through: 0.55, by: 0.1).map { $0 }

  private static let days = 1000

  private func expectSettled(_ loop: SimulatedLoop, overconfident: Bool, seed: UInt64) {
    let name: Comment = "seed \(seed): \(loop.changes.map(\.change.after.confidenceScaling))"
    #expect(!loop.changes.isEmpty, name)
    // Every step goes the same way, so the true gap never grows: no oscillation.
    #expect(loop.changes.allSatisfy { ($0.change.signal > 0) == overconfident }, name)
    var last = abs(loop.gap(under: .initial, day: 0))
    #expect(last > 0.3)
    for (_, change) in loop.changes {
      let gap = abs(loop.gap(under: change.after, day: 0))
      #expect(gap < last, name)
      last = gap
      #expect(AdjustmentPolicy.widestScalingBounds.contains(change.after.confidenceScaling), name)
      #expect(AdjustmentPolicy.widestThresholdBounds.contains(change.after.escalationThreshold), name)
    }
    #expect(last < 0.17, name)
    #expect(loop.verdicts.last == .calibrated, name)
    // Inside of the dead band nothing pushes it on: it stays near the edge at which it came in.
    #expect(last > 0.1, name)
  }

  @Test("a strongly overconfident agent comes down into the dead band and stays there", arguments: seeds)
  func overconfident(seed: UInt64) {
    var loop = SimulatedLoop(confidences: Self.high, seed: seed) { confidence, _ in confidence - 0.35 }
    loop.run(days: Self.days)
    expectSettled(loop, overconfident: true, seed: seed)
  }

  @Test("a strongly underconfident agent comes up, as far as its bounds let it", arguments: seeds)
  func underconfident(seed: UInt64) {
    var loop = SimulatedLoop(confidences: Self.low.map { $0 + 0.1 }, seed: seed) { confidence, _ in confidence + 0.32 }
    loop.run(days: Self.days)
    expectSettled(loop, overconfident: false, seed: seed)
  }

  @Test("an agent that begins to overstate half-way is left alone until then, and corrected after", arguments: seeds)
  func changing(seed: UInt64) {
    var loop = SimulatedLoop(confidences: Self.high, seed: seed) { confidence, day in
      day < 100 ? confidence : confidence - 0.4
    }
    loop.run(days: Self.days)
    #expect(loop.changes.allSatisfy { $0.day > 100 }, "seed \(seed)")
    #expect(!loop.changes.isEmpty && loop.changes.allSatisfy { $0.change.signal > 0 }, "seed \(seed)")
    #expect(abs(loop.gap(under: loop.state.correction, day: 999)) < 0.17, "seed \(seed)")
  }

  @Test("a calibrated agent is left alone for 400 days", arguments: seeds)
  func calibrated(seed: UInt64) {
    var loop = SimulatedLoop(confidences: Self.high + Self.low, seed: seed) { confidence, _ in confidence }
    loop.run(days: 400)
    #expect(loop.changes.isEmpty && loop.verdicts.count > 50, "seed \(seed)")
    #expect(loop.state.correction == .initial)
  }

  @Test("an engine that forgets maturity adjusts the calibrated agent again and again")
  func maturityForgotten() {
    var loop = SimulatedLoop(confidences: [0.45, 0.65], seed: 1, maturity: .forgotten) { confidence, _ in confidence }
    loop.run(days: 400)
    #expect(loop.changes.count > 10, "the test above could not tell")
  }

  @Test("whatever the evidence, the correction stays within its bounds", arguments: seeds)
  func bounds(seed: UInt64) {
    for truth in [0.0, 1.0] {
      var loop = SimulatedLoop(confidences: Self.high + Self.low, seed: seed) { _, _ in truth }
      loop.run(days: Self.days)
      #expect(AdjustmentPolicy.widestScalingBounds.contains(loop.state.correction.confidenceScaling), "seed \(seed)")
      #expect(AdjustmentPolicy.widestThresholdBounds.contains(loop.state.correction.escalationThreshold))
      #expect(loop.state.correction.confidenceScaling == (truth == 0 ? 0.5 : 1.5), "seed \(seed)")
    }
  }
}
