import Documents
import EventModel
import Feedback
import Insight
import PostgresClient
import Store

/// What became of the agent's actions: lists, one conversation's outcomes, and one outcome's whole story.
struct OutcomeRoutes: Sendable {
  static let pageCountMax = 200
  private static let pageCountDefault = 50

  let services: APIServices

  var routes: [Route] {
    [
      .get("/outcomes", .everyRole, list),
      .get("/outcomes/{id}", .everyRole, conversation),
      .get("/outcomes/{id}/why", .everyRole, why),
    ]
  }

  @Sendable private func list(_ request: APIRequest) async throws -> APIAnswer {
    var query = QueryReader(request.query)
    let filter = OutcomeFilter(
      status: query.choice("status"),
      outcomeType: query.choice("outcome_type"),
      actionType: query.text("action_type", scalarCountMax: 50).map(ActionType.init),
      rep: query.text("rep_id"),
      from: query.time("from"),
      until: query.time("to"),
      scope: request.scope
    )
    let count = query.integer("limit", default: Self.pageCountDefault, in: 1...Self.pageCountMax)
    var position: OutcomePosition?
    if let text = query.text("cursor") {
      position = PageCursor.position(text)
      if position == nil { query.fault("cursor", "must be the `next_cursor` of an answer") }
    }
    try query.finish()
    // One more than is shown tells whether there is a next page.
    let rows = try await page(filter, after: position, countMax: count + 1, request)
    let shown = rows.prefix(count)
    let contexts = try await OutcomeDocument.contexts(of: shown.filter { $0.status == .ambiguous }, request)
    let next = rows.count > count ? shown.last.map { OutcomePosition(actedAt: $0.actedAt, id: $0.id) } : nil
    return .json(
      .object([
        "outcomes": .array(shown.map { OutcomeDocument.document($0, context: contexts[$0.id]) }),
        "next_cursor": .text(next.map(PageCursor.text)),
      ])
    )
  }

  /// By the index that fits the filter best.
  private func page(
    _ filter: OutcomeFilter,
    after position: OutcomePosition?,
    countMax: Int,
    _ request: APIRequest
  ) async throws -> [OutcomeRow] {
    let (postgres, tenant) = (request.postgres, request.tenant)
    if filter.status == .ambiguous {
      return try await postgres.send(
        PageOutcomes<AmbiguousOutcomes>(of: tenant, filter, after: position, countMax: countMax)
      )
    }
    if filter.outcomeType == .escalationResult {
      return try await postgres.send(
        PageOutcomes<EscalationOutcomes>(of: tenant, filter, after: position, countMax: countMax)
      )
    }
    return try await postgres.send(PageOutcomes<AllOutcomes>(of: tenant, filter, after: position, countMax: countMax))
  }

  @Sendable private func conversation(_ request: APIRequest) async throws -> APIAnswer {
    let id: ConversationID = try request.identifier("id", of: "conversation with outcomes")
    try QueryReader(request.query).finish()
    let rows = try await OutcomeAccess.conversation(id, for: request)
    return .json(
      .object([
        "conversation_state_id": .string(id.description),
        "outcomes": .array(rows.map(OutcomeDocument.document)),
      ])
    )
  }

  @Sendable private func why(_ request: APIRequest) async throws -> APIAnswer {
    let id: OutcomeID = try request.identifier("id", of: "outcome")
    try QueryReader(request.query).finish()
    _ = try await OutcomeAccess.outcome(id, for: request)
    let answer = try await EventStoryReader(redis: services.redis, postgres: request.postgres)
      .tell(id.uuid, tenant: request.tenant, at: request.now)
    return .json(StoryJSON.document(answer))
  }
}
