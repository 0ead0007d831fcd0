import Analytics
import EventModel
import Feedback
import Testing

struct FeedbackMetricTests {
  private static func summary(
    dashboard: [Int64] = [0, 0, 0, 0, 0],
    inline: [Int64] = [0, 0, 0],
    asked: Int = 0,
    answered: Int = 0
  ) throws -> FeedbackSummary {
    var summary = FeedbackSummary()
    for (source, counts) in [(FeedbackSource.dashboard, dashboard), (.inline, inline)] {
      for (value, count) in zip(source.ratings, counts) {
        let rating = try #require(FeedbackRating(value, source: source))
        for _ in 0..<count { summary.addTarget(ratings: [rating], didSucceed: value > 2) }
      }
    }
    for index in 0..<asked { summary.addAskedAction(isAnswered: index < answered) }
    return summary
  }

  private static func manager(_ feedback: FeedbackFigures) throws -> AnalyticsDocument {
    .manager(.tenant, try Known.request(), from: AnalyticsInput(feedback: feedback))
  }

  @Test func `the score, the rate and their changes are those of the feedback`() throws {
    let figures = FeedbackFigures(
      current: try Self.summary(dashboard: [0, 1, 4, 20, 15], inline: [1, 1, 2], asked: 40, answered: 36),
      previous: try Self.summary(dashboard: [12, 15, 8, 4, 1], asked: 40, answered: 9)
    )
    let document = try Self.manager(figures)
    let score = try #require(document[.feedbackScore])
    let mean = try #require(figures.current.ratings.mean)
    #expect(score.figure.value == mean.value)
    #expect(score.figure.sampleSize == 44)
    #expect(score.figure.interval?.low == mean.lower)
    #expect(score.figure.interval?.method == .agrestiCoull)
    #expect(score.change?.statement == .rose)
    #expect(try score.rows("by_source").map(\.figure.sampleSize) == [4, 40])
    #expect(try score.rows("by_rating").map(\.figure.value) == [1, 1, 2, 0, 1, 4, 20, 15])
    let rate = try #require(document[.feedbackRate])
    #expect(rate.figure.value == 0.9)
    #expect(rate.previous?.value == 0.225)
    #expect(rate.change?.statement == .rose)
    #expect(document[.feedbackConcordance]?.figure.value == figures.current.outcomeAgreement.concordance?.value)
  }

  @Test func `no feedback is no score of 0`() throws {
    let document = try Self.manager(FeedbackFigures())
    for name in [MetricName.feedbackScore, .feedbackRate, .feedbackConcordance, .feedbackFatigue] {
      #expect(document[name]?.figure.value == nil, "\(name)")
      #expect(document[name]?.figure.missing != nil, "\(name)")
    }
    #expect(document[.feedbackScore]?.change?.statement == .insufficientData)
  }

  @Test func `tired reviewers are named with their reasons`() throws {
    let rested = ReviewerActivity(rate: FeedbackRate(askedCount: 30, answeredCount: 24))
    let tired = ReviewerActivity(rate: FeedbackRate(askedCount: 30, answeredCount: 3))
    let fatigue = ReviewerFatigue.judged(
      before: [ReviewerID("kim"): rested, ReviewerID("lou"): rested],
      recent: [ReviewerID("kim"): tired, ReviewerID("lou"): rested]
    )
    let metric = try #require(try Self.manager(FeedbackFigures(fatigue: fatigue))[.feedbackFatigue])
    #expect(metric.figure.value == 1)
    #expect(metric.figure.sampleSize == 2)
    let row = try #require(try metric.rows("by_reviewer").first)
    #expect(row.text("reviewer_id") == "kim")
    #expect(row["reasons"] == .array([.string("halved_rate")]))
    #expect(row.figure.value == 0.1)
  }
}
