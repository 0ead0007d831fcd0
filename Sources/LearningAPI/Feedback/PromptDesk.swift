import Access
import EventModel
import Feedback
import Insight
import PostgresClient
import Store

/// Chooses what a person is asked about, and notes that they were.
struct PromptDesk: Sendable {
  private static let candidateCountMax = 1000
  private static let policy = PromptPolicy()

  struct Questions {
    /// What to ask about, in order.
    let rows: [ListPromptCandidates.Row]
    let dailyCountMax: Int
    let withheldCount: Int
  }

  let isReadOnly: Bool

  func questions(for request: APIRequest) async throws -> Questions {
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
    let (before, recent) = try await FeedbackPeriod.pair(
      for: request,
      days: FeedbackHealthRoutes.daysDefault,
      reviewers: nil
    )
    let fatigue = ReviewerFatigue.judged(before: before.activity, recent: recent.activity)[reviewer]
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
    return Questions(
      rows: questions.questions.compactMap { rows[$0.target] },
      dailyCountMax: questions.dailyCountMax,
      withheldCount: questions.withheldCount
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
}

extension FeedbackPeriod {
  /// The last days, and as many before them.
  static func pair(
    for request: APIRequest,
    days: Int,
    reviewers: Set<String>?
  ) async throws -> (before: FeedbackPeriod, recent: FeedbackPeriod) {
    let middle = request.now - .days(Int64(days))
    let before = try await read(
      of: request.tenant,
      from: middle - .days(Int64(days)),
      until: middle,
      reviewers: reviewers,
      in: request.postgres
    )
    let recent = try await read(
      of: request.tenant,
      from: middle,
      until: request.now,
      reviewers: reviewers,
      in: request.postgres
    )
    return (before, recent)
  }
}
