import Feedback
import TestSupport
import Testing

struct FeedbackTrendTests {
  private static func period(
    _ ratings: [FeedbackRating] = [],
    asked: Int = 0,
    answered: Int = 0
  ) -> FeedbackSummary {
    var summary = FeedbackSummary()
    for rating in ratings { summary.addTarget(ratings: [rating], didSucceed: nil) }
    for index in 0..<asked { summary.addAskedAction(isAnswered: index < answered) }
    return summary
  }

  /// Newcombe, "Interval estimation for the difference between independent proportions" (1998), table II: 56 of 70
  /// against 48 of 80, method 10, is 0.0524 to 0.3339.
  @Test func `the difference of rates is Newcombe's`() throws {
    let trend = FeedbackTrend(from: Self.period(asked: 80, answered: 48), to: Self.period(asked: 70, answered: 56))
    let difference = try #require(trend.rate.difference)
    #expect(abs(difference.value - 0.2) < 1e-12)
    #expect(abs(difference.lower - 0.0524) < 5e-5)
    #expect(abs(difference.upper - 0.3339) < 5e-5)
    #expect(trend.rate.statement == .rose)
    #expect(trend.rating.statement == .insufficientData)
  }

  @Test func `the difference of means takes both intervals as they are`() throws {
    let inline = try Known.ratings(.inline, counts: [3, 2, 7])
    let dashboard = try Known.ratings(.dashboard, counts: [1, 2, 4, 6, 5])
    let trend = FeedbackTrend(from: Self.period(inline), to: Self.period(dashboard))
    let difference = try #require(trend.rating.difference)
    #expect(abs(difference.value) < 1e-12)
    #expect(abs(difference.lower + 0.500415338466437) < 1e-12)
    #expect(abs(difference.upper - 0.5714235540367743) < 1e-12)
    #expect(trend.rating.statement == .unchanged)
  }

  @Test func `a change has a direction`() throws {
    let good = Self.period(try Known.ratings(.dashboard, counts: [0, 1, 4, 20, 15]), asked: 40, answered: 36)
    let bad = Self.period(try Known.ratings(.dashboard, counts: [12, 15, 8, 4, 1]), asked: 40, answered: 9)
    #expect(FeedbackTrend(from: good, to: bad).rating.statement == .fell)
    #expect(FeedbackTrend(from: good, to: bad).rate.statement == .fell)
    #expect(FeedbackTrend(from: bad, to: good).rating.statement == .rose)
    #expect(FeedbackTrend(from: bad, to: good).rate.statement == .rose)
  }

  @Test func `below the minimum nothing is said`() throws {
    let few = Self.period(try Known.ratings(.inline, counts: [0, 0, 9]), asked: 9, answered: 9)
    let many = Self.period(try Known.ratings(.inline, counts: [40, 0, 0]), asked: 40)
    for trend in [FeedbackTrend(from: few, to: many), FeedbackTrend(from: many, to: few)] {
      #expect(trend.rating.statement == .insufficientData)
      #expect(trend.rating.difference == nil)
      #expect(trend.rate.statement == .insufficientData)
    }
  }

  @Test(arguments: [(10, 10), (20, 50), (100, 100)])
  func `unchanged ratings are said to have changed about once in twenty at most`(first: Int, second: Int) throws {
    for weights in [[10, 20, 30, 25, 15], [2, 3, 10, 35, 50], [50, 0, 0, 0, 50]] {
      let ratings = try Known.ratings(.dashboard, counts: weights)
      var generator = TestGenerator(seed: 11)
      let changed = (0..<500).filter { _ in
        let before = Self.period((0..<first).map { _ in generator.pick(ratings) })
        let after = Self.period((0..<second).map { _ in generator.pick(ratings) })
        return FeedbackTrend(from: before, to: after).rating.statement != .unchanged
      }
      print("\(weights), \(first) and \(second) ratings: \(changed.count) of 500 trends are false")
      // Three standard errors of 5 % in 500 rounds above it.
      #expect(changed.count <= 40, "\(weights)")
    }
  }
}
