import Attribution
import EventModel
import TestSupport
import Testing

/// The models that look at positions by a tenant's weights, or at action types.
@Suite struct TypedCreditTests {
  private func credits(
    _ model: AttributionModel,
    _ types: String,
    _ parameters: AttributionParameters = .default
  ) -> [Int32] {
    let touches = types.split(separator: " ").enumerated().map { index, name in
      AttributionTouch(time: Timestamp(microseconds: Int64(index)), actionType: ActionType(String(name)))
    }
    return model.credits(touches: touches, parameters: parameters)
  }

  private func custom(_ fromStart: [Double], _ middle: Double, _ fromEnd: [Double]) throws -> AttributionParameters {
    let weights = CustomWeights(fromStart: fromStart, middle: middle, fromEnd: fromEnd)
    return AttributionParameters(customWeights: try #require(weights))
  }

  private func markov(_ effects: [String: Double]) throws -> AttributionParameters {
    let named = Dictionary(uniqueKeysWithValues: effects.map { (ActionType($0.key), $0.value) })
    return AttributionParameters(typeEffects: try #require(TypeEffects(named)))
  }

  @Test("custom weights of positions, both ends summed where they meet")
  func customWeights() throws {
    let jShape = try custom([0.2], 0.2, [0.6])
    #expect(credits(.custom, "a", jShape) == [1_000_000])
    // Adobe and Mixpanel normalise what two touches weigh: a quarter and three quarters.
    #expect(credits(.custom, "a b", jShape) == [250_000, 750_000])
    #expect(credits(.custom, "a b c", jShape) == [200_000, 200_000, 600_000])
    let two = try custom([4, 2], 1, [3])
    #expect(credits(.custom, "a b c d e", two) == [363_637, 181_818, 90_909, 90_909, 272_727])
    #expect(credits(.custom, "a b", two) == [444_444, 555_556])
    #expect(credits(.custom, "a b c", try custom([0, 0], 1, [0])) == [333_334, 333_333, 333_333])
    #expect(credits(.custom, "a b c", .default) == credits(.linear, "a b c"))
    // 0.1 + 0.2 is 0.3 here.
    #expect(credits(.custom, "a b", try custom([0.1], 1, [0.3, 0.2])) == [500_000, 500_000])
  }

  @Test("custom weights beyond their bounds are refused")
  func customBounds() {
    for weight in [-0.1, -.infinity, .infinity, .nan, 1_000_001] {
      #expect(CustomWeights(fromStart: [weight], middle: 1, fromEnd: []) == nil)
      #expect(CustomWeights(fromStart: [], middle: weight, fromEnd: []) == nil)
      #expect(CustomWeights(fromStart: [], middle: 1, fromEnd: [1, weight]) == nil)
    }
    let fifty = Array(repeating: CustomWeights.weightMax, count: CustomWeights.positionCountMax)
    #expect(CustomWeights(fromStart: fifty, middle: 0, fromEnd: fifty) != nil)
    #expect(CustomWeights(fromStart: fifty + [1], middle: 0, fromEnd: []) == nil)
    #expect(CustomWeights(fromStart: [], middle: 0, fromEnd: fifty + [1]) == nil)
  }

  @Test("markov touches weigh their types' effects")
  func markovEffects() throws {
    let effects = try markov(["a": 0.5, "b": 1, "c": 1])
    #expect(credits(.markov, "a b c", effects) == [200_000, 400_000, 400_000])
    #expect(credits(.markov, "a a b", effects) == [250_000, 250_000, 500_000])
    #expect(credits(.markov, "a", effects) == [1_000_000])
    #expect(credits(.markov, "a a", effects) == [500_000, 500_000])
    let tiny = try markov(["a": 1e-300, "b": 3e-300])
    #expect(credits(.markov, "a b", tiny) == [250_000, 750_000])
  }

  @Test("markov takes an unknown type for an average one, and shares evenly where nothing is known or all is zero")
  func markovUnknown() throws {
    #expect(credits(.markov, "a b new", try markov(["a": 0.25, "b": 0.75])) == [166_667, 500_000, 333_333])
    #expect(credits(.markov, "new newer", try markov(["a": 0.25, "b": 0.75])) == [500_000, 500_000])
    #expect(credits(.markov, "a b", .default) == [500_000, 500_000])
    #expect(credits(.markov, "a b", try markov(["a": 0, "b": 0, "c": 1])) == [500_000, 500_000])
    #expect(credits(.markov, "a b c", try markov(["a": 0, "b": 0, "c": 1])) == [0, 0, 1_000_000])
  }

  @Test("effects that are none are refused")
  func effectBounds() {
    for effect in [-0.1, 1.1, .infinity, .nan] {
      #expect(TypeEffects([ActionType("a"): effect]) == nil)
    }
  }

  @Test("shapley splits evenly among the types, then among each type's touches")
  func shapley() {
    #expect(credits(.shapley, "a") == [1_000_000])
    #expect(credits(.shapley, "a a a") == [333_334, 333_333, 333_333])
    #expect(credits(.shapley, "a b") == [500_000, 500_000])
    #expect(credits(.shapley, "a b a a") == [166_667, 500_000, 166_667, 166_666])
    // Thirds and twelfths leave the same part of a micro, 1/3 and 4/12: the earlier touches have it.
    #expect(credits(.shapley, "a b c c c c") == [333_334, 333_334, 83_333, 83_333, 83_333, 83_333])
    #expect(credits(.shapley, "a b c b") == [333_333, 166_667, 333_333, 166_667])
  }

  @Test("shapley's fractions are exact where their common denominator exceeds any integer")
  func shapleyLarge() {
    // The least common multiple of these counts is about 10^32.
    let counts = [101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167, 173]
    let types = counts.enumerated().flatMap { index, count in Array(repeating: "t\(index)", count: count) }
    let credits = credits(.shapley, types.joined(separator: " "))
    #expect(credits.reduce(0, +) == 1_000_000)
    for (index, count) in counts.enumerated() {
      let shares = zip(types, credits).filter { $0.0 == "t\(index)" }.map(\.1)
      let quota = 1_000_000 / Int32(counts.count * count)
      #expect(shares.allSatisfy { $0 == quota || $0 == quota + 1 })
    }
  }

  @Test("under every model credits sum to one, none is negative, and touches that are alike may change places")
  func invariants() throws {
    for seed in UInt64(1)...300 {
      var generator = TestGenerator(seed: seed)
      let parameters = try parameters(&generator)
      let count = generator.pick([1, 2, 3, 5, 17, 200])
      let touches = (0..<count).map { index in
        AttributionTouch(
          time: Timestamp(microseconds: Int64(index / 2) * generator.pick([1, 3_600_000_000])),
          actionType: ActionType(generator.pick(["a", "b", "c", "d"]))
        )
      }.sorted { $0.time < $1.time }
      for model in AttributionModel.allCases {
        let credits = model.credits(touches: touches, milestoneIndex: count / 2, parameters: parameters)
        #expect(credits.count == count && credits.reduce(0, +) == 1_000_000, "seed \(seed) \(model)")
        #expect(credits.allSatisfy { $0 >= 0 }, "seed \(seed) \(model)")
        guard [.timeDecay, .markov, .shapley].contains(model) else { continue }
        for (index, touch) in touches.enumerated() {
          // One micro apart at most: the odd one goes to the earlier.
          for other in touches.indices where touches[other] == touch {
            #expect(abs(credits[other] - credits[index]) <= 1, "seed \(seed) \(model)")
          }
        }
      }
    }
  }

  private func parameters(_ generator: inout TestGenerator) throws -> AttributionParameters {
    var weights = (0..<4).map { _ in generator.pick([0, 1, 0.333333, 1e6, Double.random(in: 0...2, using: &generator)])
    }
    let middle = weights.removeLast()
    let effects = ["a": Double.random(in: 0...1, using: &generator), "b": generator.pick([0, 1, 1e-9])]
    return AttributionParameters(
      customWeights: try #require(
        CustomWeights(fromStart: [weights[0]], middle: middle, fromEnd: [weights[1], weights[2]])
      ),
      typeEffects: try markov(effects).typeEffects
    )
  }

  @Test("times that are scaled together with the half-life give the same credits")
  func timeScale() {
    let times: [Int64] = [0, 0, 7_000_000, 19_000_000, 19_000_001]
    for model in AttributionModel.allCases {
      let credits = [1, 1000].map { scale in
        model.credits(
          touches: times.map {
            AttributionTouch(time: Timestamp(microseconds: $0 * scale), actionType: ActionType("a"))
          },
          milestoneIndex: 2,
          parameters: AttributionParameters(halfLifeDays: 0.0001 * Double(scale))
        )
      }
      #expect(credits[0] == credits[1], "\(model)")
    }
  }
}
