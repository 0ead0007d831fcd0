import Access
import EventModel
import Feedback
import Insight
import PostgresClient
import Store

/// How people take part: what they are asked, how often they answer, how their ratings spread and whether they tire.
struct FeedbackHealthRoutes: Sendable {
  static let daysDefault = 30
  private static let candidateCountMax = 1000
  private static let policy = PromptPolicy()

  let isReadOnly: Bool

  var routes: [Route] {
    [
      .get("/feedback/prompts", .labellers, prompts),
      .get("/feedback/summary", .labellers, summary),
    ]
  }

  @Sendable private func prompts(_ request: APIRequest) async throws -> APIAnswer {
    try QueryReader(request.query).finish()
    let reviewer = ReviewerID(request.principal.userID)
    let (now, day) = (request.now, request.now.startOfDay)
    let candidates = try await request.postgres.send(
      ListPromptCandidates(
        of: request.tenant,
        scope: request.scope,
        from: now - Self.policy.ageMax,
        countMax: Self.candidateCountMax
      )
    )
    let conversations = Set(candidates.map(\.candidate.conversationID))
    let (said, asked) = try await request.postgres.send(
      ListFeedback(on: conversations, of: request.tenant),
      PagePrompts(of: request.tenant, from: day, until: day + .days(1), countMax: FeedbackPeriod.countMax)
    )
    let fatigue = try await fatigue(request)[reviewer]
    let questions = FeedbackPrompts(
      candidates.map(\.candidate),
      for: PromptedReviewer(
        answered: Set(said.filter { $0.reviewer == reviewer }.map(\.target)),
        askedToday: Set(asked.filter { $0.reviewer == reviewer }.map(\.target)),
        fatigue: fatigue
      ),
      policy: Self.policy,
      now: now
    )
    try await note(questions.questions, reviewer, request)
    let rows = Dictionary(candidates.map { ($0.candidate.target, $0) }, uniquingKeysWith: { first, _ in first })
    return .json(
      .object([
        "prompts": .array(questions.questions.compactMap { rows[$0.target].map(Self.document) }),
        "daily_count_max": .count(questions.dailyCountMax),
        "withheld_count": .count(questions.withheldCount),
      ])
    )
  }

  /// What was shown counts as asked. A server that only reads shows it all the same.
  private func note(_ questions: [PromptCandidate], _ reviewer: ReviewerID, _ request: APIRequest) async throws {
    if isReadOnly || questions.isEmpty { return }
    let rows = questions.map {
      PromptRow(reviewer: reviewer, target: $0.target, conversationID: $0.conversationID, askedAt: request.now)
    }
    _ = try await request.postgres.send(InsertPrompts(rows, of: request.tenant))
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

  /// The last thirty days against the thirty before.
  private func fatigue(_ request: APIRequest) async throws -> [ReviewerID: ReviewerFatigue] {
    let (before, recent) = try await periods(request, days: Self.daysDefault, reviewers: nil)
    return ReviewerFatigue.judged(before: before.activity, recent: recent.activity)
  }

  private func periods(
    _ request: APIRequest,
    days: Int,
    reviewers: Set<String>?
  ) async throws -> (before: FeedbackPeriod, recent: FeedbackPeriod) {
    let middle = request.now - .days(Int64(days))
    let before = try await FeedbackPeriod.read(
      of: request.tenant,
      from: middle - .days(Int64(days)),
      until: middle,
      reviewers: reviewers,
      in: request.postgres
    )
    let recent = try await FeedbackPeriod.read(
      of: request.tenant,
      from: middle,
      until: request.now,
      reviewers: reviewers,
      in: request.postgres
    )
    return (before, recent)
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
    let (before, recent) = try await periods(request, days: days, reviewers: reviewers)
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
