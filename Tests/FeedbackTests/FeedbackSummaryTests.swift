import Feedback
import TestSupport
import Testing

struct FeedbackSummaryTests {
  @Test func `the feedback rate is that of the critical actions that were asked about`() throws {
    var summary = FeedbackSummary()
    #expect(summary.rate.estimate == nil)
    for isAnswered in [true, false, false, true, false, false, false, false, false, true] {
      summary.addAskedAction(isAnswered: isAnswered)
    }
    // A rating that nobody asked for moves no rate.
    summary.addTarget(ratings: try Known.dashboard(5), didSucceed: nil)
    let rate = try #require(summary.rate.estimate)
    #expect(summary.rate == FeedbackRate(askedCount: 10, answeredCount: 3))
    #expect(rate.value == 0.3)
    // Wilson's interval of 3 of 10, SciPy 1.17.1.
    #expect(abs(rate.lower - 0.10779126740630104) < 1e-12)
    #expect(abs(rate.upper - 0.6032218525388546) < 1e-12)
  }

  @Test func `a target without an outcome says nothing about outcomes`() throws {
    var summary = FeedbackSummary()
    summary.addTarget(ratings: try Known.dashboard(5, 4), didSucceed: nil)
    #expect(summary.outcomeAgreement == OutcomeAgreement())
    #expect(summary.raterAgreement.targetCount == 1)
    summary.addTarget(ratings: try Known.inline(-1), didSucceed: false)
    #expect(summary.outcomeAgreement.agreeingCount == 1)
    #expect(summary.ratings.totalCount == 3)
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func `parts merged in any order are the whole, bit by bit`(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let all = try Known.ratings(.dashboard, counts: [1, 1, 1, 1, 1]) + Known.ratings(.inline, counts: [1, 1, 1])
    let targets = (0..<80).map { _ in
      RatedTarget(
        ratings: (0..<Int.random(in: 0...4, using: &generator)).map { _ in generator.pick(all) },
        didSucceed: generator.pick([true, false, nil]),
        isAsked: generator.chance(60)
      )
    }
    func add(_ target: RatedTarget, to summary: inout FeedbackSummary) {
      summary.addTarget(ratings: target.ratings, didSucceed: target.didSucceed)
      if target.isAsked { summary.addAskedAction(isAnswered: !target.ratings.isEmpty) }
    }
    var whole = FeedbackSummary()
    for target in targets { add(target, to: &whole) }
    for _ in 0..<5 {
      var parts = [FeedbackSummary](repeating: FeedbackSummary(), count: 5)
      for target in targets.shuffled(using: &generator) {
        add(target, to: &parts[Int.random(in: 0..<5, using: &generator)])
      }
      let merged = parts.shuffled(using: &generator).reduce(into: FeedbackSummary()) { $0.merge($1) }
      #expect(merged == whole, "seed \(seed)")
      #expect(merged.ratings.mean == whole.ratings.mean, "seed \(seed)")
      #expect(merged.outcomeAgreement.concordance == whole.outcomeAgreement.concordance, "seed \(seed)")
    }
  }
}

private struct RatedTarget {
  let ratings: [FeedbackRating]
  let didSucceed: Bool?
  let isAsked: Bool
}
