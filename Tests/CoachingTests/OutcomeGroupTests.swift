import Coaching
import TestSupport
import Testing

struct OutcomeGroupTests {
  /// The group of conversations that were tallied, each as how many of its outcomes succeeded out of how many.
  private static func group(_ conversations: [(successes: Int, trials: Int)]) -> OutcomeGroup {
    var tally = CoachingTally()
    for conversation in conversations {
      tally.add(
        conversation: (0..<conversation.trials).map {
          CoachingObservation(isSuccess: $0 < conversation.successes, values: [])
        }
      )
    }
    return tally.all
  }

  @Test func `the sums are those of the conversations`() {
    let group = Self.group([(1, 1), (0, 3), (2, 4)])
    #expect(group.count == SuccessCount(trials: 8, successes: 3))
    #expect(group.trialSquareSum == 26 && group.productSum == 9 && group.successSquareSum == 5)
  }

  @Test func `outcomes of a conversation that all end alike are fully alike`() {
    let group = Self.group([(3, 3), (0, 3), (0, 3), (3, 3)])
    #expect(abs(group.intraclassCorrelation - 1) < 1e-12)
  }

  @Test func `nothing is alike where every conversation has one outcome, or all outcomes are the same`() {
    #expect(Self.group([(1, 1), (0, 1), (0, 1)]).intraclassCorrelation == 0)
    #expect(Self.group([(3, 3), (2, 2)]).intraclassCorrelation == 0)
    #expect(Self.group([]).intraclassCorrelation == 0)
  }

  @Test func `outcomes that avoid each other are not taken for surer than independent ones`() {
    #expect(Self.group([(1, 2), (1, 2), (1, 2)]).intraclassCorrelation == 0)
  }

  /// The smaller of two uniform numbers, each conversation's rate, is Beta(1, 2): a correlation of 1 / (1 + 2 + 1).
  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `the likeness of random conversations is found`(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    let conversations = (0..<4000).map { _ in
      let rate = min(Double.random(in: 0..<1, using: &generator), Double.random(in: 0..<1, using: &generator))
      let trials = Int.random(in: 1...6, using: &generator)
      let successes = (0..<trials).filter { _ in Double.random(in: 0..<1, using: &generator) < rate }.count
      return (successes: successes, trials: trials)
    }
    let correlation = Self.group(conversations).intraclassCorrelation
    #expect(abs(correlation - 0.25) < 0.04, "seed \(seed): \(correlation)")
  }
}
