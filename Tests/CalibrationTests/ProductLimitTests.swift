import Calibration
import EventModel
import TestSupport
import Testing

struct ProductLimitTests {
  /// Weeks in remission under 6-MP (Freireich et al. 1963), the worked example of nearly every textbook; a plus is
  /// censored. Values: lifelines 0.30.3, `KaplanMeierFitter`, whose intervals are log-log with Greenwood's variance.
  private static let remissions: [(week: Int64, answered: Int64, censored: Int64)] = [
    (6, 3, 1), (7, 1, 0), (9, 0, 1), (10, 1, 1), (11, 0, 1), (13, 1, 0), (16, 1, 0), (17, 0, 1), (19, 0, 1), (20, 0, 1),
    (22, 1, 0), (23, 1, 0), (25, 0, 1), (32, 0, 2), (34, 0, 1), (35, 0, 1),
  ]
  private static let survival: [(week: Int64, share: Double, lower: Double, upper: Double, atRisk: Int64)] = [
    (6, 0.857142857142857, 0.6197179552659838, 0.9515517476469969, 21),
    (7, 0.8067226890756299, 0.5631465646222333, 0.9228090192028802, 17),
    (9, 0.8067226890756299, 0.5631465646222333, 0.9228090192028802, 16),
    (10, 0.7529411764705878, 0.5031995107999564, 0.8893618351692651, 15),
    (13, 0.6901960784313722, 0.43161022248618386, 0.8490659633494505, 12),
    (16, 0.6274509803921566, 0.36751085598750194, 0.8049121894718411, 11),
    (22, 0.5378151260504199, 0.26777893676713493, 0.7467907176353943, 7),
    (23, 0.44817927170868327, 0.18805200595923233, 0.6801426284952412, 6),
    (35, 0.44817927170868327, 0.18805200595923233, 0.6801426284952412, 1),
  ]

  private static func times(_ rows: [(week: Int64, answered: Int64, censored: Int64)]) -> AnswerTimes {
    rows.reduce(into: AnswerTimes()) { times, row in
      times.add(minute: row.week, answeredCount: row.answered, censoredCount: row.censored)
    }
  }

  @Test func `the textbook's remissions have the textbook's curve`() throws {
    let curve = ProductLimit(Self.times(Self.remissions))
    for expected in Self.survival {
      let estimate = try #require(curve.estimate(at: expected.week))
      #expect(abs(estimate.shareAnswered - (1 - expected.share)) < 1e-12, "week \(expected.week)")
      #expect(abs(estimate.lower - (1 - expected.upper)) < 1e-8, "week \(expected.week)")
      #expect(abs(estimate.upper - (1 - expected.lower)) < 1e-8, "week \(expected.week)")
      #expect(estimate.atRiskCount == expected.atRisk, "week \(expected.week)")
    }
    #expect(curve.medianMinute == 23)
    #expect(curve.estimate(at: 36) == nil, "beyond the last observed week")
    let before = try #require(curve.estimate(at: 5))
    #expect(before.shareAnswered == 0 && before.atRiskCount == 21)
    // Between two steps the share stays and those who left are gone.
    let between = try #require(curve.estimate(at: 8))
    #expect(between.atRiskCount == 16)
    #expect(between.shareAnswered == curve.estimate(at: 7)?.shareAnswered)
  }

  @Test func `nothing answered is a share of 0 with an upper bound, and no median`() throws {
    let curve = ProductLimit(Self.times([(100, 0, 10)]))
    let estimate = try #require(curve.estimate(at: 60))
    #expect(estimate.shareAnswered == 0 && estimate.lower == 0)
    #expect(abs(estimate.upper - WilsonInterval(rate: 0, sampleSize: 10).upper) < 1e-15)
    #expect(curve.estimate(at: 101) == nil)
    #expect(curve.medianMinute == nil)
  }

  @Test func `everything answered is a share of 1 for good, with a lower bound`() throws {
    // 1, 1, 2, 2, 3, 4, 4, 5, 8, 8; values of lifelines 0.30.3.
    let curve = ProductLimit(Self.times([(1, 2, 0), (2, 2, 0), (3, 1, 0), (4, 2, 0), (5, 1, 0), (8, 2, 0)]))
    let four = try #require(curve.estimate(at: 4))
    #expect(abs(four.shareAnswered - 0.7) < 1e-12)
    #expect(abs(four.lower - (1 - 0.5778673306252358)) < 1e-8)
    #expect(abs(four.upper - (1 - 0.07113449232300492)) < 1e-8)
    #expect(curve.medianMinute == 3)
    for minute in [8, 9, 43_200] as [Int64] {
      let end = try #require(curve.estimate(at: minute))
      #expect(end.shareAnswered == 1 && end.upper == 1)
      #expect(abs(end.lower - WilsonInterval(rate: 1, sampleSize: 10).lower) < 1e-15)
    }
  }

  @Test func `no actions are no curve`() {
    let curve = ProductLimit(AnswerTimes())
    #expect(curve.estimate(at: 0) == nil && curve.medianMinute == nil)
    #expect(curve.answeredCount == 0 && curve.censoredCount == 0)
  }

  @Test(arguments: [(0, 0), (1, 1), (60_000_000, 1), (60_000_001, 2), (3_600_000_000, 60)] as [(Int64, Int64)])
  func `a wait is rounded up to a whole minute`(microseconds: Int64, minute: Int64) {
    #expect(AnswerTimes.minute(of: TimeInterval(microseconds: microseconds)) == minute)
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func `it is the product of the shares that stay, action by action`(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    let waits = (0..<Int.random(in: 1...80, using: &generator)).map { _ in
      (minute: Int64.random(in: 0...30, using: &generator), isAnswered: generator.chance(60))
    }
    var (times, other) = (AnswerTimes(), AnswerTimes())
    for (index, wait) in waits.enumerated() {
      let interval = TimeInterval.seconds(wait.minute * 60)
      if index.isMultiple(of: 2) {
        wait.isAnswered ? times.add(answeredAfter: interval) : times.add(censoredAfter: interval)
      } else {
        wait.isAnswered ? other.add(answeredAfter: interval) : other.add(censoredAfter: interval)
      }
    }
    times.merge(other)
    let curve = ProductLimit(times)
    let last = waits.map(\.minute).max() ?? 0
    for minute in 0...last {
      var survival = 1.0
      for moment in 0...minute {
        let atRisk = waits.filter { $0.minute >= moment }.count
        let answered = waits.filter { $0.minute == moment && $0.isAnswered }.count
        if atRisk > 0 { survival *= 1 - Double(answered) / Double(atRisk) }
      }
      let estimate = curve.estimate(at: minute)
      #expect(abs((estimate?.shareAnswered ?? -1) - (1 - survival)) < 1e-12, "seed \(seed), minute \(minute)")
      #expect(estimate?.atRiskCount == Int64(waits.filter { $0.minute >= minute }.count), "seed \(seed)")
      guard let estimate else { continue }
      #expect(0 <= estimate.lower && estimate.lower <= estimate.shareAnswered + 1e-12, "seed \(seed)")
      #expect(estimate.shareAnswered <= estimate.upper + 1e-12 && estimate.upper <= 1, "seed \(seed)")
    }
  }

  /// The point of the method: what is pending isn't negative.
  @Test func `censored waits don't lower the share`() throws {
    var generator = TestGenerator(seed: 9)
    var times = AnswerTimes()
    for _ in 0..<20_000 {
      // Half of all answer within an hour, of every hour that they wait; most are looked at early.
      let answer = Int64.random(in: 1...120, using: &generator)
      let look = Int64.random(in: 1...120, using: &generator)
      if answer <= look {
        times.add(answeredAfter: .seconds(answer * 60))
      } else {
        times.add(censoredAfter: .seconds(look * 60))
      }
    }
    let estimate = try #require(ProductLimit(times).estimate(at: 60))
    #expect(estimate.lower < 0.5 && 0.5 < estimate.upper, "\(estimate)")
    #expect(estimate.upper - estimate.lower < 0.03)
  }
}
