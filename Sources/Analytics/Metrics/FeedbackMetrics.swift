import EventModel
import Feedback

/// What people say about the agent, and whether they still say it.
enum FeedbackMetrics {
  static func score(_ figures: FeedbackFigures) -> Metric {
    Metric(
      .feedbackScore,
      score(figures.current),
      previous: score(figures.previous),
      change: Change(FeedbackTrend(from: figures.previous, to: figures.current).rating),
      breakdowns: [
        Breakdown("by_source", FeedbackSource.allCases.map { row($0, figures.current) }),
        Breakdown("by_rating", FeedbackSource.allCases.flatMap { distribution($0, figures.current) }),
      ]
    )
  }

  static func rate(_ figures: FeedbackFigures) -> Metric {
    Metric(
      .feedbackRate,
      rate(figures.current.rate),
      previous: rate(figures.previous.rate),
      change: Change(FeedbackTrend(from: figures.previous, to: figures.current).rate)
    )
  }

  static func concordance(_ figures: FeedbackFigures) -> Metric {
    Metric(
      .feedbackConcordance,
      concordance(figures.current.outcomeAgreement),
      previous: concordance(figures.previous.outcomeAgreement),
      details: [.number("rater_agreement_alpha", figures.current.raterAgreement.alpha(.ordinal))]
    )
  }

  static func fatigue(_ figures: FeedbackFigures) -> Metric {
    let flagged = figures.fatigue.filter { $0.value.isFlagged }.sorted { $0.key < $1.key }
    let sampleSize = Int64(figures.fatigue.count)
    let rows = flagged.prefix(Breakdown.rowCountMax).map { reviewer, fatigue in
      MetricRow(
        [.text("reviewer_id", reviewer.text)],
        rate(fatigue.rateFall?.recent ?? FeedbackRate()),
        details: [JSONMember("reasons", .array(fatigue.reasons.map { .string($0.rawValue) }))]
      )
    }
    return Metric(
      .feedbackFatigue,
      sampleSize > 0
        ? .known(Double(flagged.count), sampleSize: sampleSize) : .missing("No reviewer was active."),
      breakdowns: [Breakdown("by_reviewer", rows)]
    )
  }

  // MARK: Figures

  private static func score(_ summary: FeedbackSummary) -> Figure {
    figure(summary.ratings.mean, count: summary.ratings.totalCount)
  }

  private static func row(_ source: FeedbackSource, _ summary: FeedbackSummary) -> MetricRow {
    let distribution = summary.ratings[source]
    return MetricRow(
      [.text("source", source.rawValue)],
      figure(distribution.mean, count: distribution.totalCount)
    )
  }

  private static func figure(_ mean: IntervalEstimate?, count: Int64) -> Figure {
    guard let mean else { return .missing("Nobody rated.") }
    return .known(mean.value, sampleSize: count, interval: FigureInterval(mean, method: .agrestiCoull))
  }

  /// How often each rating was given.
  private static func distribution(_ source: FeedbackSource, _ summary: FeedbackSummary) -> [MetricRow] {
    let counts = summary.ratings[source].counts
    let total = counts.reduce(0, +)
    guard total > 0 else { return [] }
    return zip(source.ratings, counts).map { rating, count in
      MetricRow(
        [.text("source", source.rawValue), .count("rating", Int64(rating))],
        .known(Double(count), sampleSize: total)
      )
    }
  }

  private static func rate(_ rate: FeedbackRate) -> Figure {
    guard let estimate = rate.estimate else { return .missing("Nobody was asked about a critical action.") }
    return .known(
      estimate.value,
      sampleSize: rate.askedCount,
      interval: FigureInterval(estimate, method: .wilson)
    )
  }

  private static func concordance(_ agreement: OutcomeAgreement) -> Figure {
    guard let estimate = agreement.concordance else {
      return .missing("It takes a rated success and a rated failure.")
    }
    return .known(
      estimate.value,
      sampleSize: agreement.successCount + agreement.failureCount,
      interval: FigureInterval(estimate, method: .newcombeConcordance)
    )
  }
}
