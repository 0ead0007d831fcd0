import Access
import EventModel
import Feedback
import HTTPTypes
import Insight
import PostgresClient
import Store

/// What people say about the agent's work.
struct FeedbackRoutes: Sendable {
  let services: APIServices

  var routes: [Route] {
    [
      .post("/feedback", .everyRole, record),
      .delete("/feedback/{id}", .everyRole, withdraw),
      .get("/feedback/{id}", .everyRole, conversation),
    ]
  }

  @Sendable private func record(_ request: APIRequest) async throws -> APIAnswer {
    let submission = try FeedbackSubmission(request.body ?? .null)
    if submission.label != nil, request.principal.role == .operator {
      throw Problem(.forbidden, "An operator may rate, and doesn't say what an outcome was.")
    }
    let id = try await record(submission, for: request)
    return .json(
      .object(["feedback_id": .string(id.description), "status": .string("recorded")]),
      status: .created
    )
  }

  /// Records what somebody says of a conversation that they may see, and tells whoever follows.
  func record(_ submission: FeedbackSubmission, for request: APIRequest) async throws -> FeedbackID {
    let outcomes = try await OutcomeAccess.conversation(submission.conversationID, for: request)
    let id = try await FeedbackDesk(postgres: request.postgres, now: request.now)
      .record(submission, by: Self.reviewer(request), outcomes: outcomes)
    await services.tell(.feedback, of: request.tenant, rep: outcomes.first?.repID, now: request.now)
    return id
  }

  @Sendable private func withdraw(_ request: APIRequest) async throws -> APIAnswer {
    let id: FeedbackID = try request.identifier("id", of: "feedback of yours")
    try await FeedbackDesk(postgres: request.postgres, now: request.now).withdraw(id, by: Self.reviewer(request))
    return .noContent
  }

  @Sendable private func conversation(_ request: APIRequest) async throws -> APIAnswer {
    let id: ConversationID = try request.identifier("id", of: "conversation with outcomes")
    var query = QueryReader(request.query)
    let withHistory = query.flag("history")
    try query.finish()
    _ = try await OutcomeAccess.conversation(id, for: request)
    let said = try await request.postgres.send(ListFeedback(on: [id], of: request.tenant))
    let current = Set(CurrentRatings(said).entries.map(\.id))
    let shown = withHistory ? said : said.filter { current.contains($0.id) }
    var agreement = RaterAgreement()
    let byTarget = Dictionary(grouping: said.filter { current.contains($0.id) }, by: \.target)
    for (_, entries) in byTarget.sorted(by: { $0.key < $1.key }) {
      agreement.add(ratings: entries.compactMap(\.entry.rating))
    }
    return .json(
      .object([
        "conversation_state_id": .string(id.description),
        "feedback": .array(shown.map { FeedbackDocument.entry($0, isCurrent: current.contains($0.id)) }),
        "rater_agreement": .real(agreement.alpha(.interval)),
      ])
    )
  }

  private static func reviewer(_ request: APIRequest) -> FeedbackDesk.Reviewer {
    FeedbackDesk.Reviewer(
      tenant: request.tenant,
      id: ReviewerID(request.principal.userID),
      role: request.principal.role.rawValue
    )
  }
}
