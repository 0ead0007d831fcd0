import Calibration
import EventModel
import Feedback
import TestSupport
import Testing

struct ReviewerFatigueTests {
  private static func activity(
    asked: Int64 = 0,
    answered: Int64 = 0,
    dashboard: [Int64] = [0, 0, 0, 0, 0],
    inline: [Int64] = [0, 0, 0]
  ) -> ReviewerActivity {
    ReviewerActivity(
      rate: FeedbackRate(askedCount: asked, answeredCount: answered),
      ratings: RatingCounts(
        inline: RatingDistribution(.inline, counts: inline),
        dashboard: RatingDistribution(.dashboard, counts: dashboard)
      )
    )
  }

  private static func fall(_ before: (Int64, Int64), _ recent: (Int64, Int64)) -> RateFall? {
    ReviewerFatigue(
      before: activity(asked: before.1, answered: before.0),
      recent: activity(asked: recent.1, answered: recent.0),
      others: RatingCounts()
    ).rateFall
  }

  /// SciPy 1.17.1, `fisher_exact(..., alternative="less")`.
  @Test(
    arguments: [
      (24, 30, 3, 30, 2.810690730915871e-08), (10, 10, 0, 10, 5.412544112234515e-06), (6, 10, 5, 10, 0.5),
      (50, 60, 12, 40, 8.071702318483314e-08), (0, 10, 0, 10, 1), (10, 10, 10, 10, 1),
    ] as [(Int64, Int64, Int64, Int64, Double)]
  )
  func `the test of the rate is SciPy's`(a: Int64, b: Int64, c: Int64, d: Int64, probability: Double) throws {
    let fall = try #require(Self.fall((a, b), (c, d)))
    #expect(abs(fall.probability - probability) <= 1e-10 * probability, "\(fall.probability)")
  }

  @Test func `half is half to the last answer, and chance is no fall`() throws {
    #expect(try #require(Self.fall((80, 100), (40, 100))).isHalved)
    #expect(try !#require(Self.fall((80, 100), (41, 100))).isHalved)
    #expect(try #require(Self.fall((30, 40), (15, 40))).isHalved)
    // Halved, and yet what a steady reviewer does once in twelve times.
    let chance = try #require(Self.fall((8, 10), (4, 10)))
    #expect(chance.probability > 0.08 && !chance.isHalved)
    #expect(try !#require(Self.fall((0, 50), (0, 50))).isHalved)
  }

  @Test func `below ten questions in a period nothing is said about the rate`() {
    #expect(Self.fall((9, 9), (0, 50)) == nil)
    #expect(Self.fall((50, 50), (0, 9)) == nil)
    #expect(Self.fall((10, 10), (0, 10))?.isHalved == true)
  }

  /// The exact probability of an alarm: over every pair of results that there can be.
  private static func alarmProbability(_ before: Double, _ recent: Double, asked: Int64) -> Double {
    let first = BinomialDistribution(trialCount: asked, probability: before)
    let second = BinomialDistribution(trialCount: asked, probability: recent)
    return (0...asked).reduce(0) { sum, answered in
      sum
        + first.mass(answered)
        * (0...asked).reduce(0) { sum, later in
          fall((answered, asked), (later, asked))?.isHalved == true ? sum + second.mass(later) : sum
        }
    }
  }

  @Test func `a steady rate is called halved at most once in forty times, whatever it is`() {
    for asked in [10, 15, 20, 30] as [Int64] {
      let worst = stride(from: 0.05, through: 0.95, by: 0.05).map { Self.alarmProbability($0, $0, asked: asked) }.max()
      print("steady, \(asked) questions a period: called halved with at most \(worst ?? 1)")
      #expect(worst ?? 1 <= ReviewerFatigue.significance / 2)
    }
    let power = ([10, 20, 30] as [Int64]).map { Self.alarmProbability(0.8, 0.25, asked: $0) }
    print("from 80 % to 25 %, seen by 10, 20 and 30 questions a period: \(power)")
    #expect(power[0] > 0.5 && power[1] > 0.85 && power[2] > 0.95)
  }

  private static func extremes(_ own: ReviewerActivity, others: ReviewerActivity = activity()) -> [ExtremeRatings] {
    ReviewerFatigue(before: activity(), recent: own, others: others.ratings).extremeRatings
  }

  @Test func `fives and ones alone are extreme, with nobody to compare with too`() {
    for dashboard in [[0, 0, 0, 0, 20], [20, 0, 0, 0, 0], [10, 0, 0, 0, 10], [1, 0, 1, 0, 18], [0, 0, 0, 0, 10]] {
      let fatigue = ReviewerFatigue(
        before: Self.activity(),
        recent: Self.activity(dashboard: dashboard.map { Int64($0) }),
        others: RatingCounts()
      )
      #expect(fatigue.reasons == [.extremeRatings], "\(dashboard)")
      #expect(fatigue.isFlagged)
    }
    for dashboard in [[0, 0, 0, 3, 17], [2, 3, 5, 6, 4], [0, 0, 0, 20, 0], [0, 0, 0, 0, 9]] {
      let own = Self.activity(dashboard: dashboard.map { Int64($0) })
      let isFlagged = Self.extremes(own).contains { $0.isExtreme }
      #expect(!isFlagged, "\(dashboard)")
    }
  }

  @Test func `where everybody gives fives nobody sticks out`() throws {
    let own = Self.activity(dashboard: [0, 0, 0, 1, 19])
    let happy = try #require(Self.extremes(own, others: Self.activity(dashboard: [0, 0, 2, 8, 90])).first)
    #expect(!happy.isExtreme)
    #expect(happy.othersExtremeCount == 90 && happy.othersRatingCount == 100)
    let sober = try #require(Self.extremes(own, others: Self.activity(dashboard: [5, 10, 20, 30, 35])).first)
    #expect(sober.isExtreme)
    #expect(sober.extremeCount == 19 && sober.ratingCount == 20)
  }

  /// SciPy 1.17.1: `binom.sf(8, 10, 0.5)`, and `fisher_exact` with `alternative="greater"`, twice for either end.
  @Test func `the tests of the ratings are SciPy's`() throws {
    let alone = try #require(Self.extremes(Self.activity(dashboard: [0, 0, 1, 0, 9])).first)
    #expect(abs(alone.probability - 0.0107421875) < 1e-12)
    let own = Self.activity(dashboard: [0, 0, 0, 1, 19])
    let compared = try #require(Self.extremes(own, others: Self.activity(dashboard: [20, 20, 10, 10, 40])).first)
    #expect(abs(compared.probability - 0.001319943573172428) < 1e-12)
    let thumbs = try #require(
      Self.extremes(Self.activity(inline: [0, 0, 20]), others: Self.activity(inline: [17, 10, 33])).first
    )
    #expect(abs(thumbs.probability - 2 * 5.7238164932376936e-05) < 1e-14)
  }

  @Test func `thumbs are judged against those of the others alone, and by the end that is given most`() {
    let up = Self.activity(inline: [0, 0, 30])
    #expect(Self.extremes(up).isEmpty)
    #expect(Self.extremes(up, others: Self.activity(inline: [2, 2, 5])).isEmpty)
    #expect(Self.extremes(up, others: Self.activity(inline: [30, 10, 60])).first?.isExtreme == true)
    #expect(Self.extremes(up, others: Self.activity(inline: [3, 2, 95])).first?.isExtreme == false)
    let down = Self.activity(inline: [30, 0, 0])
    #expect(Self.extremes(down, others: Self.activity(inline: [30, 10, 60])).first?.isExtreme == true)
    let both = Self.activity(inline: [15, 0, 15])
    #expect(Self.extremes(both, others: Self.activity(inline: [30, 10, 60])).first?.isExtreme == false)
  }

  /// A period of a reviewer who answers a share of the questions and rates as everybody does.
  private static func period(
    share: Int,
    asked: Int,
    ratings: [FeedbackRating],
    using generator: inout TestGenerator
  ) -> ReviewerActivity {
    var activity = ReviewerActivity()
    for _ in 0..<asked {
      let isAnswered = generator.chance(share)
      activity.rate.add(isAnswered: isAnswered)
      if isAnswered { activity.ratings.add(generator.pick(ratings)) }
    }
    return activity
  }

  @Test func `of rested reviewers at most one in twenty is flagged, over two hundred seeds`() throws {
    let scales = [
      try Known.ratings(.dashboard, counts: [10, 20, 30, 25, 15]),
      try Known.ratings(.dashboard, counts: [2, 3, 10, 25, 60]), try Known.ratings(.inline, counts: [15, 10, 75]),
    ]
    var flaggedCounts: [ReviewerFatigue.Reason: Int] = [:]
    var (flagged, judged) = (0, 0)
    for seed in 1...200 as ClosedRange<UInt64> {
      var generator = TestGenerator(seed: seed)
      let ratings = scales[Int(seed) % scales.count]
      var before: [ReviewerID: ReviewerActivity] = [:]
      var recent: [ReviewerID: ReviewerActivity] = [:]
      for number in 0..<6 {
        let reviewer = ReviewerID("reviewer \(number)")
        let (share, asked) = (Int.random(in: 20...95, using: &generator), Int.random(in: 10...60, using: &generator))
        before[reviewer] = Self.period(share: share, asked: asked, ratings: ratings, using: &generator)
        recent[reviewer] = Self.period(share: share, asked: asked, ratings: ratings, using: &generator)
      }
      for (reviewer, fatigue) in ReviewerFatigue.judged(before: before, recent: recent) {
        judged += 1
        if fatigue.isFlagged { flagged += 1 }
        for reason in fatigue.reasons {
          flaggedCounts[reason, default: 0] += 1
          print("seed \(seed): rested \(reviewer) is flagged: \(reason.rawValue)")
        }
      }
    }
    print("rested reviewers: \(flagged) of \(judged) are flagged: \(flaggedCounts)")
    #expect(judged == 1200)
    #expect(Double(flagged) <= ReviewerFatigue.significance * Double(judged))
  }

  @Test func `a reviewer who stops answering is flagged, and the others are not blamed`() throws {
    let ratings = try Known.ratings(.dashboard, counts: [10, 20, 30, 25, 15])
    var (seen, blamed) = (0, 0)
    for seed in 1...200 as ClosedRange<UInt64> {
      var generator = TestGenerator(seed: seed)
      let (tired, steady) = (ReviewerID("tired"), ReviewerID("steady"))
      let before = [tired, steady].reduce(into: [ReviewerID: ReviewerActivity]()) { before, reviewer in
        before[reviewer] = Self.period(share: 80, asked: 30, ratings: ratings, using: &generator)
      }
      let recent = [
        tired: Self.period(share: 20, asked: 30, ratings: ratings, using: &generator),
        steady: Self.period(share: 80, asked: 30, ratings: ratings, using: &generator),
      ]
      let judged = ReviewerFatigue.judged(before: before, recent: recent)
      if judged[tired]?.reasons.contains(.halvedRate) == true { seen += 1 }
      if judged[steady]?.isFlagged == true { blamed += 1 }
    }
    print("from 80 % to 20 % of 30 questions: \(seen) of 200 are seen, \(blamed) of 200 others are blamed")
    #expect(seen >= 190)
    #expect(blamed <= 10)
  }

  @Test func `a reviewer who only was there before is judged, and has nothing to show`() throws {
    let gone = ReviewerID("gone")
    let judged = ReviewerFatigue.judged(before: [gone: Self.activity(asked: 50, answered: 50)], recent: [:])
    let fatigue = try #require(judged[gone])
    #expect(fatigue.rateFall == nil)
    #expect(fatigue.extremeRatings.isEmpty)
    #expect(!fatigue.isFlagged)
  }
}
