import EventModel
import Resolution
import TestSupport
import Testing

@testable import Rollups

@Suite struct RollupChangesPropertyTests {
  private static let stepCount = 40

  /// The same, by other words than the product's: every figure of rows as they stand.
  private func count(_ history: GrowingHistory) -> OutcomeFigures {
    let confidences = history.predictedConfidences
    let rows = history.outcomes.values
    func number(of status: OutcomeStatus) -> Int64 { Int64(rows.count { $0.status == status }) }
    let samples = rows.filter { $0.sampleState == .present }
    func sum(_ part: (StoredOutcome) -> Double) -> Int64 {
      samples.reduce(0) { $0 + Int64((part($1) * 1e6).rounded(.toNearestOrEven)) }
    }
    return OutcomeFigures(
      pendingCount: number(of: .pending),
      positiveCount: number(of: .positive),
      negativeCount: number(of: .negative),
      ambiguousCount: number(of: .ambiguous),
      expiredCount: number(of: .expired),
      labelledCount: Int64(rows.count { $0.signalSource == .humanLabel }),
      sampleCount: Int64(samples.count),
      sampleWeightMicros: sum(\.evidenceWeight),
      sampleConfidenceMicros: sum { $0.evidenceWeight * (confidences[$0.id] ?? .nan) },
      sampleOutcomeMicros: sum { $0.status == .positive ? $0.evidenceWeight : 0 }
    )
  }

  @Test("all differences, in any order and merged in any parts, are a count of the rows", arguments: 0..<4)
  func figures(part: Int) throws {
    var labelledCount: Int64 = 0
    for seed in UInt64(part * 100)..<UInt64((part + 1) * 100) {
      var history = GrowingHistory(seed: seed)
      var changes = RollupChanges()
      for _ in 0..<Self.stepCount {
        changes.add(history.grow())
        let sum = changes.outcomes.reduce(OutcomeFigures.zero) { $0 + $1.figures }
        try #require(sum == count(history), "seed \(seed)")
      }
      var generator = TestGenerator(seed: ~seed)
      let shuffled = changes.outcomes.map(\.figures).shuffled(using: &generator)
      let cut = Int.random(in: 0...shuffled.count, using: &generator)
      let parts = [shuffled[..<cut], shuffled[cut...]].map { $0.reduce(OutcomeFigures.zero, +) }
      try #require(parts[1] + parts[0] == count(history), "seed \(seed)")
      try #require(changes.outcomes.allSatisfy { $0.figures != .zero }, "seed \(seed): nothing is noted")
      labelledCount += changes.outcomes.reduce(0) { $0 + abs($1.figures.labelledCount) }
    }
    #expect(labelledCount > 100, "the histories have labels")
  }

  @Test("a change and the one that takes it back are nothing")
  func reverse() throws {
    for seed in UInt64(1000)..<1100 {
      var history = GrowingHistory(seed: seed)
      for _ in 0..<Self.stepCount {
        let changes = history.grow()
        for (version, former) in zip(changes.updatedOutcomes, changes.formerOutcomes) {
          let confidence = version.outcome.action.predictedConfidence
          let forth = OutcomeDifference(version, replacing: former).figures
          let back =
            OutcomeFigures(former, predictedConfidence: confidence)
            - OutcomeFigures(version.stored, predictedConfidence: confidence)
          try #require(forth + back == .zero, "seed \(seed)")
        }
      }
    }
  }

  @Test("the differences of credits, one after the other, lead to the touches of the rows", arguments: 0..<4)
  func credits(part: Int) throws {
    struct Touch: Hashable {
      let signal: EventID
      let action: EventID
    }
    var goneCount = 0
    for seed in UInt64(10_000 + part * 100)..<UInt64(10_000 + (part + 1) * 100) {
      var history = GrowingHistory(seed: seed)
      var credits: [Touch: Int32] = [:]
      for _ in 0..<Self.stepCount {
        var changes = RollupChanges()
        changes.add(history.grow())
        for difference in changes.credits {
          let touch = Touch(signal: difference.signalEventID, action: difference.actionEventID)
          try #require(credits[touch] == difference.formerMicros, "seed \(seed)")
          try #require(difference.formerMicros != difference.micros, "seed \(seed)")
          credits[touch] = difference.micros
          if difference.micros == nil { goneCount += 1 }
        }
      }
      let rows = history.conversions.values.flatMap { conversion in
        conversion.touches.map { touch in
          (Touch(signal: conversion.signalEventID, action: touch.actionEventID), touch.creditMicros)
        }
      }
      try #require(credits == Dictionary(rows) { first, _ in first }, "seed \(seed)")
    }
    #expect(goneCount > 20, "touches go, too")
  }
}
