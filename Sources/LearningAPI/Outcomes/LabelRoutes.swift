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
    let submission = try LabelSubmission(request.body ?? .null)
    let outcome = try await OutcomeAccess.outcome(id, for: request)
    let (desk, labelID) = (desk(request), EventID(UUID()))
    try await request.postgres.transaction { transaction in
      let last = try await desk.last(on: id, in: outcome.conversationID, transaction)
      try await desk.record(
        .set(LabelAct.Label(submission.label), score: submission.score),
        id: labelID,
        on: id,
        in: outcome.conversationID,
        after: last,
        comment: submission.comment,
        transaction
      )
    }
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
    let desk = desk(request)
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

  private func desk(_ request: APIRequest) -> LabelDesk {
    LabelDesk(tenant: request.tenant, person: request.principal.userID, now: request.now)
  }
}

extension LabelAct.Label {
  init(_ label: FeedbackLabel) {
    self =
      switch label {
      case .positive: .positive
      case .negative: .negative
      }
  }
}
