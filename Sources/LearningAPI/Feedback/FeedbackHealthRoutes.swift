import Access
import EventModel
import Feedback
import Insight
import PostgresClient
import Store

/// How people take part: what they are asked, how often they answer, how their ratings spread and whether they tire.
struct FeedbackHealthRoutes: Sendable {
  static let daysDefault = 30

  let isReadOnly: Bool

  var routes: [Route] {
    [
      .get("/feedback/prompts", .labellers, prompts),
      .get("/feedback/summary", .labellers, summary),
    ]
  }

  @Sendable private func prompts(_ request: APIRequest) async throws -> APIAnswer {
    try QueryReader(request.query).finish()
    let asked = try await PromptDesk(isReadOnly: isReadOnly).questions(for: request)
    return .json(
      .object([
        "prompts": .array(asked.rows.map(Self.document)),
        "daily_count_max": .count(asked.dailyCountMax),
        "withheld_count": .count(asked.withheldCount),
      ])
    )
  }

  private static func document(_ row: ListPromptCandidates.Row) -> JSONValue {
    let kind =
      switch row.candidate.kind {
      case .escalation: "escalation"
      case .stageChange: "stage_change"
      case .routine: "routine"
      }
    return .object([
      "kind": .string(kind),
      "target_type": .string(row.candidate.target.type.rawValue),
      "target_id": .string(row.candidate.target.id.text),
      "conversation_state_id": .string(row.candidate.conversationID.description),
      "outcome_record_id": .string(row.outcomeID.description),
      "action_type": .string(row.actionType.text),
      "rep_id": .text(row.rep),
      "happened_at": .time(row.candidate.happenedAt),
    ])
  }

  /// A rep reads of the own feedback, a manager of the team's, an executive of everybody's.
  private static func reviewers(of request: APIRequest) -> Set<String>? {
    switch request.scope {
    case .everyone: nil
    case .reps(let reps, _): reps.union([request.principal.userID])
    }
  }

  @Sendable private func summary(_ request: APIRequest) async throws -> APIAnswer {
    var query = QueryReader(request.query)
    let days = query.integer("days", default: Self.daysDefault, in: 1...366)
    try query.finish()
    let reviewers = Self.reviewers(of: request)
    let (before, recent) = try await FeedbackPeriod.pair(for: request, days: days, reviewers: reviewers)
    let (summary, trend) = (recent.summary, FeedbackTrend(from: before.summary, to: recent.summary))
    let fatigue = ReviewerFatigue.judged(before: before.activity, recent: recent.activity)
    return .json(
      .object([
        "from": .time(request.now - .days(Int64(days))),
        "to": .time(request.now),
        "feedback_rate": FeedbackDocument.estimate(summary.rate.estimate),
        "asked_count": .count(summary.rate.askedCount),
        "answered_count": .count(summary.rate.answeredCount),
        "rating_count": .count(summary.ratings.totalCount),
        "normalized_mean": FeedbackDocument.estimate(summary.ratings.mean),
        "distributions": .array(
          FeedbackSource.allCases.map { FeedbackDocument.distribution(summary.ratings[$0]) }
        ),
        "rating_trend": FeedbackDocument.change(trend.rating),
        "rate_trend": FeedbackDocument.change(trend.rate),
        "rater_agreement": .object([
          "alpha": .real(summary.raterAgreement.alpha(.interval)),
          "target_count": .count(summary.raterAgreement.targetCount),
          "rating_count": .count(summary.raterAgreement.ratingCount),
        ]),
        "outcome_agreement": .object([
          "concordance": FeedbackDocument.estimate(summary.outcomeAgreement.concordance),
          "success_count": .count(summary.outcomeAgreement.successCount),
          "failure_count": .count(summary.outcomeAgreement.failureCount),
          "agreeing_count": .count(summary.outcomeAgreement.agreeingCount),
          "contradicting_count": .count(summary.outcomeAgreement.contradictingCount),
        ]),
        "reviewers": .array(
          fatigue.sorted { $0.key < $1.key }.map { FeedbackDocument.fatigue($0.key, $0.value) }
        ),
        "is_cut": .bool(before.isCut || recent.isCut),
      ])
    )
  }
}
