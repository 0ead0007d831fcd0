import Access
import EventModel
import Feedback
import FoundationEssentials
import PostgresClient
import Resolution
import Store

/// Records what people say that outcomes were. A label is one more event of its conversation: it is recorded, the
/// conversation is marked due, and the fold does the rest.
struct LabelDesk: Sendable {
  let tenant: TenantID
  let person: String
  let now: Timestamp

  /// The act that holds for an outcome.
  func last(
    on outcome: OutcomeID,
    in conversation: ConversationID,
    _ transaction: PostgresTransaction
  ) async throws -> FindLabel.Row? {
    try await transaction.send(FindLabel(outcome, in: key(conversation))).first
  }

  /// - Parameter last: the act before, which this one comes after, whatever the clocks of two servers say.
  func record(
    _ kind: LabelAct.Kind,
    id: EventID,
    on outcome: OutcomeID,
    in conversation: ConversationID,
    after last: FindLabel.Row?,
    comment: String? = nil,
    _ transaction: PostgresTransaction
  ) async throws {
    let time = max(now, last.map { Timestamp(microseconds: $0.labelledAt.microseconds + 1) } ?? now)
    let act = LabelAct(id: id, outcomeID: outcome, labelledAt: time, kind: kind)
    _ = try await transaction.send(
      InsertLabel(act, on: key(conversation), by: person, comment: comment),
      MarkDue([key(conversation)], reason: .label, since: now)
    )
  }

  private func key(_ conversation: ConversationID) -> ConversationKey {
    ConversationKey(tenantID: tenant, conversationID: conversation)
  }
}

extension LabelDesk {
  init(for request: APIRequest) {
    self.init(tenant: request.tenant, person: request.principal.userID, now: request.now)
  }

  /// Labels an outcome that the principal may see.
  static func label(
    _ id: OutcomeID,
    _ submission: LabelSubmission,
    for request: APIRequest
  ) async throws -> EventID {
    let outcome = try await OutcomeAccess.outcome(id, for: request)
    let (desk, labelID) = (LabelDesk(for: request), EventID(UUID()))
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
    return labelID
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
