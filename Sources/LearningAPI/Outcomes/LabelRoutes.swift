import Access
import EventModel
import Feedback
import FoundationEssentials
import HTTPTypes
import PostgresClient
import Resolution
import Store

/// What a person says an outcome was.
struct LabelRoutes: Sendable {
  var routes: [Route] {
    [
      .post("/outcomes/{id}/label", .labellers, set),
      .delete("/outcomes/{id}/label", .labellers, withdraw),
    ]
  }

  @Sendable private func set(_ request: APIRequest) async throws -> APIAnswer {
    let id: OutcomeID = try request.identifier("id", of: "outcome")
    let labelID = try await LabelDesk.label(id, LabelSubmission(request.body ?? .null), for: request)
    return .json(
      .object([
        "label_id": .string(labelID.description),
        "outcome_id": .string(id.description),
        "status": .string("recorded"),
      ]),
      status: .created
    )
  }

  @Sendable private func withdraw(_ request: APIRequest) async throws -> APIAnswer {
    let id: OutcomeID = try request.identifier("id", of: "outcome")
    let outcome = try await OutcomeAccess.outcome(id, for: request)
    let desk = LabelDesk(for: request)
    try await request.postgres.transaction { transaction in
      guard let last = try await desk.last(on: id, in: outcome.conversationID, transaction) else {
        throw Problem.notFound("label of this outcome")
      }
      // Withdrawing twice is withdrawing once.
      if last.isWithdrawn { return }
      try await desk.record(
        .withdrawn,
        id: EventID(UUID()),
        on: id,
        in: outcome.conversationID,
        after: last,
        transaction
      )
    }
    return .noContent
  }
}
