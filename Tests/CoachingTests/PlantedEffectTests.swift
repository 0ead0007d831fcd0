import Coaching
import EventModel
import Testing

struct PlantedEffectTests {
  struct Effect: Sendable, CustomTestStringConvertible {
    let value: AttributeValue
    let kind: CoachingPattern.Kind
    let isBetter: Bool
    let rate: @Sendable (SampleWorld.Action) -> Double
    var testDescription: String { "\(value)" }
  }

  private static let effects = [
    Effect(value: .actionType(ActionType("send_chat")), kind: .topAction, isBetter: true) { action in
      action.type == "send_chat" ? 0.4 : 0.25
    },
    Effect(value: .weekday(.tuesday), kind: .topAction, isBetter: true) { $0.weekday == .tuesday ? 0.4 : 0.25 },
    Effect(value: .persona(PersonaName("cto")), kind: .improvementArea, isBetter: false) { action in
      action.persona == "cto" ? 0.1 : 0.25
    },
    Effect(value: .rep(RepID("anna")), kind: .topAction, isBetter: true) { $0.rep == "anna" ? 0.4 : 0.25 },
    Effect(value: .stage(StageName("evaluation")), kind: .improvementArea, isBetter: false) { action in
      action.stage == "evaluation" ? 0.1 : 0.25
    },
    Effect(
      value: .escalationTrigger(EscalationTrigger("pricing")),
      kind: .escalationPattern,
      isBetter: false,
      rate: { $0.trigger == "pricing" ? 0.05 : 0.25 }
    ),
    Effect(value: .sequencePosition(.first), kind: .topAction, isBetter: true) { $0.position == 1 ? 0.4 : 0.25 },
    Effect(value: .timeSinceLastTouch(.underAnHour), kind: .improvementArea, isBetter: false) { action in
      action.pause == .underAnHour ? 0.1 : 0.25
    },
  ]

  /// About 3,000 outcomes each; a difference of 15 points.
  @Test(arguments: effects)
  func `a planted effect is found, with its kind and its direction`(effect: Effect) {
    let world = SampleWorld(conversationCount: 1000, rate: effect.rate)
    let found = (1...20 as ClosedRange<UInt64>).filter { seed in
      world.report(seed: seed).patterns.contains { pattern in
        pattern.evidence.value == effect.value && pattern.kind == effect.kind
          && pattern.evidence.isBetter == effect.isBetter
      }
    }
    print("\(effect.value): found in \(found.count) of 20 worlds")
    #expect(found.count >= 18, "seeds 1 to 20, found in \(found)")
  }

  /// An hour and a rep each bring 15 points; nothing else matters. That the rest of their attributes do worse than the
  /// ones that stand out is true, and not counted.
  @Test func `beside what was planted the false discoveries stay within the stated rate`() {
    let world = SampleWorld(conversationCount: 1000) { action in
      0.2 + (action.hour == 9 ? 0.15 : 0) + (action.rep == "anna" ? 0.15 : 0)
    }
    var falseShareSum = 0.0
    for seed in 1...50 as ClosedRange<UInt64> {
      let attributes = world.report(seed: seed).patterns.map(\.evidence.value.attribute)
      let falseCount = attributes.filter { $0 != .hourOfDay && $0 != .rep }.count
      falseShareSum += Double(falseCount) / Double(max(1, attributes.count))
    }
    print("beside planted effects \(falseShareSum / 50 * 100) % of the patterns are false on average")
    // The share of a world is at most 1, so that its mean over 50 has a standard error of at most 0.042 at a rate of
    // 0.1.
    #expect(falseShareSum / 50 <= 0.1 + 2 * 0.042, "seeds 1 to 50")
  }

  @Test func `an effect on whole conversations is found where a conversation shares its fate`() {
    let world = SampleWorld(conversationCount: 2000, sharesFate: true) { $0.rep == "anna" ? 0.4 : 0.25 }
    for seed in 1...10 as ClosedRange<UInt64> {
      let patterns = world.report(seed: seed).patterns
      let anna = patterns.first { $0.evidence.value == .rep(RepID("anna")) }
      #expect(anna?.kind == .topAction, "seed \(seed)")
      // Conversations of 1 to 5 actions: an action finds itself in one of 11/3 on average.
      #expect(abs((anna?.evidence.designEffect.group ?? 0) - 11.0 / 3) < 0.4, "seed \(seed)")
    }
  }

  @Test func `patterns come with the strongest first, and with a strength that is sure`() {
    let world = SampleWorld(conversationCount: 1500) { action in
      0.15 + (action.weekday == .monday ? 0.1 : 0) + (action.rep == "anna" ? 0.25 : 0)
    }
    let patterns = world.report(seed: 4).patterns
    #expect(patterns.count >= 2)
    #expect(patterns.first?.evidence.value == .rep(RepID("anna")))
    for (stronger, weaker) in zip(patterns, patterns.dropFirst()) {
      #expect(stronger.evidence.strength >= weaker.evidence.strength)
    }
    for pattern in patterns {
      #expect(pattern.evidence.strength <= abs(pattern.evidence.comparison.difference))
      #expect(pattern.evidence.adjustedJointProbability <= 0.1)
      #expect(pattern.evidence.adjustedJointProbability >= pattern.evidence.probability)
    }
  }
}
