import EventModel
import ReferenceFold
import Resolution
import Testing

@Suite struct FoldPropertyTests {
  @Test("the fold agrees with the reference on 24,000 random worlds", arguments: 0..<8)
  func reference(part: Int) {
    for seed in UInt64(part * 3000)..<UInt64((part + 1) * 3000) {
      let world = RandomWorld(seed: seed)
      let state = resolve(world.history, policy: world.policy, now: world.now, expirySeen: world.expirySeen)
      let reference = ReferenceFold(
        world.history,
        policy: world.policy,
        now: world.now,
        expirySeen: world.expirySeen
      )
      guard state.referenceRows == reference.rows, state.referenceCredits == reference.credits else {
        Issue.record("seed \(seed)\n\(world)\n\(state)\n\(reference)")
        return
      }
    }
  }

  @Test("neither order nor duplicates of events change anything")
  func disorder() {
    for seed in UInt64(0)..<4000 {
      var world = RandomWorld(seed: seed)
      let state = resolve(world.history, policy: world.policy, now: world.now, expirySeen: world.expirySeen)
      for _ in 0..<3 {
        let other = resolve(world.disordered(), policy: world.policy, now: world.now, expirySeen: world.expirySeen)
        guard other == state else {
          Issue.record("seed \(seed)")
          return
        }
      }
    }
  }

  @Test("an expired outcome stays expired when asked without a now, or with an earlier one")
  func monotonousNow() {
    for seed in UInt64(0)..<2000 {
      let world = RandomWorld(seed: seed)
      let state = resolve(world.history, policy: world.policy, now: world.now, expirySeen: world.expirySeen)
      let seen = Dictionary(
        uniqueKeysWithValues: state.outcomes.compactMap { outcome in
          outcome.expirySeen.map { (outcome.id, $0) }
        }
      )
      for now in [nil, Timestamp(microseconds: 0), world.now] {
        guard resolve(world.history, policy: world.policy, now: now, expirySeen: seen) == state else {
          Issue.record("seed \(seed)")
          return
        }
      }
    }
  }

  @Test("random worlds reach every status, source, model and kind of conversion")
  func coverage() {
    var facts: [String: Int] = [:]
    for seed in UInt64(0)..<3000 {
      let world = RandomWorld(seed: seed)
      let state = resolve(world.history, policy: world.policy, now: world.now, expirySeen: world.expirySeen)
      for outcome in state.outcomes {
        let source = outcome.signalSource?.rawValue ?? "none"
        facts["\(outcome.outcomeType) \(outcome.status) \(source)", default: 0] += 1
      }
      for conversion in state.conversions {
        let isReply = world.history.replies.contains { $0.eventID == conversion.signalEventID }
        facts["\(conversion.model) \(isReply)", default: 0] += 1
      }
    }
    // Per type: pending and expired, positive and negative by two sources, ambiguous except for deals; nine models by
    // two kinds of signal.
    #expect(facts.count == 4 * 6 + 3 + 9 * 2, "\(facts)")
    #expect(facts.values.allSatisfy { $0 >= 20 }, "\(facts)")
  }
}

extension ConversationState {
  /// The outcomes in the reference's form.
  var referenceRows: [ReferenceFold.Row] {
    outcomes.map { outcome in
      ReferenceFold.Row(
        outcomeID: outcome.id,
        actionEventID: outcome.actionEventID,
        outcomeType: outcome.outcomeType,
        isPrimary: outcome.isPrimary,
        status: outcome.status,
        score: outcome.score,
        signalSource: outcome.signalSource,
        signalEventID: outcome.signalEventID,
        resolvedAt: outcome.resolvedAt,
        evidenceWeight: outcome.evidenceWeight,
        actedAt: outcome.actedAt,
        windowExpiresAt: outcome.windowExpiresAt,
        sample: outcome.sample.map {
          ReferenceFold.Sample(
            predictedConfidence: $0.predictedConfidence,
            outcome: $0.outcome,
            weight: $0.weight,
            calibrationVersion: $0.calibrationVersion
          )
        },
        expirySeen: outcome.expirySeen
      )
    }
  }

  /// The credits in the reference's form.
  var referenceCredits: [ReferenceFold.Credit] {
    conversions.flatMap { conversion in
      conversion.touches.enumerated().map { index, touch in
        ReferenceFold.Credit(
          signalEventID: conversion.signalEventID,
          actionEventID: touch.actionEventID,
          model: conversion.model,
          creditMicros: touch.creditMicros,
          position: index + 1,
          touches: conversion.touches.count
        )
      }
    }
  }
}
