import Feedback
import TestSupport
import Testing

/// Reference values: the formulas in Python.
struct RatingMeanTests {
  private static func isClose(_ estimate: IntervalEstimate?, _ value: Double, _ bounds: (Double, Double)) -> Bool {
    guard let estimate else { return false }
    return abs(estimate.value - value) < 1e-12 && abs(estimate.lower - bounds.0) < 1e-12
      && abs(estimate.upper - bounds.1) < 1e-12
  }

  private static let inline = [3, 2, 7]
  private static let dashboard = [1, 2, 4, 6, 5]

  @Test func `the mean has the interval of the formula, on the scale that both sources share`() throws {
    let inline = try Known.ratings(.inline, counts: Self.inline)
    let dashboard = try Known.ratings(.dashboard, counts: Self.dashboard)
    let counts = RatingCounts(inline + dashboard)
    #expect(Self.isClose(counts.inline.mean, 1 / 3.0, (-0.19068886734305046, 0.6956928629062232)))
    #expect(Self.isClose(counts.dashboard.mean, 1 / 3.0, (-0.011791401074666918, 0.5612052519768952)))
    #expect(Self.isClose(counts.mean, 1 / 3.0, (0.0438004150684142, 0.5471906561489399)))
    #expect(counts[.inline].counts == [3, 2, 7])
    #expect(counts[.dashboard].counts == [1, 2, 4, 6, 5])
    #expect(counts.totalCount == 30)
  }

  @Test func `ten times the best isn't certainty, and one rating says little`() throws {
    let best = RatingCounts(try Known.ratings(.dashboard, counts: [0, 0, 0, 0, 10]))
    #expect(Self.isClose(best.mean, 1, (0.3582253884989085, 1)))
    let worst = RatingCounts(try Known.inline(-1))
    #expect(Self.isClose(worst.mean, -1, (-1, 0.665001029041174)))
    #expect(RatingCounts().mean == nil)
  }

  @Test func `the mean lies in its interval, and that in the scale, for every small distribution`() throws {
    for code in 1..<1024 {
      // Five counts of 0 to 3.
      let counts = (0..<5).map { code >> (2 * $0) & 3 }
      let mean = try #require(RatingCounts(Known.ratings(.dashboard, counts: counts)).mean)
      #expect(mean.lower >= -1 && mean.lower <= mean.value && mean.value <= mean.upper && mean.upper <= 1, "\(counts)")
      #expect(mean.upper - mean.lower > 0.1, "\(counts)")
    }
  }

  private static let shapes: [(name: String, weights: [Int])] = [
    ("bell", [10, 20, 30, 25, 15]), ("happy", [2, 3, 10, 35, 50]), ("all fours", [0, 2, 3, 90, 5]),
    ("two camps", [50, 0, 0, 0, 50]), ("nearly all fives", [0, 0, 2, 3, 95]),
  ]

  @Test(arguments: shapes)
  func `the interval holds the truth about nineteen times in twenty`(name: String, weights: [Int]) throws {
    let ratings = try Known.ratings(.dashboard, counts: weights)
    let truth = ratings.reduce(0) { $0 + $1.normalized } / Double(ratings.count)
    for count in [5, 10, 20, 50] {
      var generator = TestGenerator(seed: 20_260_401)
      let held = (0..<1000).filter { _ in
        let mean = RatingCounts((0..<count).map { _ in generator.pick(ratings) }).mean
        return mean.map { $0.lower <= truth && truth <= $0.upper } ?? false
      }
      print("\(name), \(count) ratings: \(held.count) of 1000 intervals hold the mean")
      #expect(held.count >= 920, "\(name), \(count) ratings")
    }
  }
}
