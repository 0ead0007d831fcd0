import Coaching
import EventModel
import Feedback

/// Whether reviewers are tired of being asked.
enum FatigueReading {
  static func observations(_ judged: [ReviewerID: ReviewerFatigue], _ rule: AlertRule) -> [AlertObservation] {
    judged.sorted { $0.key < $1.key }.map { observation($0.key, $0.value, rule) }
  }

  private static func observation(
    _ reviewer: ReviewerID,
    _ fatigue: ReviewerFatigue,
    _ rule: AlertRule
  ) -> AlertObservation {
    let subject = AlertSubject(reviewer.text)
    if fatigue.rateFall == nil, fatigue.extremeRatings.isEmpty {
      return .missing(subject, "\(reviewer.text) was asked, and rated, too little for a statement.")
    }
    let days = rule.recentDays ?? 0
    let rates = fatigue.rateFall.map { fall in
      "In the last \(days) days \(reviewer.text) answered \(FigureText.count(fall.recent.answeredCount)) of "
        + "\(FigureText.count(fall.recent.askedCount)) questions, in the \(days) days before "
        + "\(FigureText.count(fall.before.answeredCount)) of \(FigureText.count(fall.before.askedCount))."
    }
    let extremes = fatigue.extremeRatings.map { ratings in
      "\(FigureText.count(ratings.extremeCount)) of \(FigureText.count(ratings.ratingCount)) \(ratings.source.rawValue) "
        + "ratings are at the end of the scale."
    }
    let asked = fatigue.rateFall?.recent.askedCount
    let rated = fatigue.extremeRatings.reduce(0) { $0 + $1.ratingCount }
    return AlertObservation(
      subject: subject,
      standing: fatigue.isFlagged ? .bad : .well,
      figures: .init(
        observed: fatigue.rateFall.flatMap { rate($0.recent) } ?? 0,
        threshold: nil,
        baseline: fatigue.rateFall.flatMap { rate($0.before) },
        sampleCount: asked ?? rated
      ),
      title: "\(reviewer.text) seems tired of being asked",
      lines: (rates.map { [$0] } ?? []) + extremes,
      advice:
        "What to do: ask this person less for a while, or somebody else; prompts to tired reviewers are reduced by "
        + "themselves.",
      facts: [.init("Reviewer", reviewer.text), .init("Signs", signs(fatigue))],
      evidence: .object([
        "reasons": .array(fatigue.reasons.map { .string($0.rawValue) }),
        "asked": .count(asked), "answered": .count(fatigue.rateFall?.recent.answeredCount),
        "asked_before": .count(fatigue.rateFall?.before.askedCount),
        "answered_before": .count(fatigue.rateFall?.before.answeredCount),
      ])
    )
  }

  private static func rate(_ rate: FeedbackRate) -> Double? {
    rate.askedCount > 0 ? Double(rate.answeredCount) / Double(rate.askedCount) : nil
  }

  private static func signs(_ fatigue: ReviewerFatigue) -> String {
    if fatigue.reasons.isEmpty { return "none" }
    return fatigue.reasons.map { reason in
      switch reason {
      case .halvedRate: "answers half as often"
      case .extremeRatings: "rates at the ends of the scale"
      }
    }.joined(separator: ", ")
  }
}
