import EventModel
import Feedback
import FoundationEssentials
import Insight
import PostgresClient
import Resolution
import Store

/// Takes feedback in, whichever way it came: by the API, by a link's page, or from Slack.
///
/// A label that comes with a rating is an act on the outcome with the entry's id. It goes as the entry goes: withdrawn with
/// it, and replaced with it, unless somebody labelled the outcome after it.
struct FeedbackDesk: Sendable {
  /// Who rates.
  struct Reviewer: Sendable {
    let tenant: TenantID
    let id: ReviewerID
    let role: String
  }

  let postgres: PostgresPool
  let now: Timestamp

  /// Records a rating.
  ///
  /// The same rating with the same comment and label again is the entry that is there: a button that fires twice votes
  /// once.
  /// - Parameter outcomes: the conversation's outcomes that the reviewer may see.
  func record(
    _ submission: FeedbackSubmission,
    by reviewer: Reviewer,
    outcomes: [OutcomeRow]
  ) async throws -> FeedbackID {
    if submission.target.type == .conversation, submission.target.id.text != submission.conversationID.description {
      throw Problem.invalidField("target_id", "`target_id` of a conversation must be its `conversation_state_id`.")
    }
    if let id = submission.outcomeID, !outcomes.contains(where: { $0.id == id }) {
      throw Problem.invalidField("outcome_record_id", "`outcome_record_id` names no outcome of this conversation.")
    }
    return try await postgres.transaction { transaction in
      let said = try await transaction.send(ListFeedback(on: [submission.conversationID], of: reviewer.tenant))
      let own = said.filter { $0.reviewer == reviewer.id && $0.target == submission.target }
      let row = row(submission, by: reviewer, at: time(after: own))
      let current = CurrentRatings(own).entries.first
      if let current, current.says(theSameAs: row) { return current.id }
      _ = try await transaction.send(InsertFeedback(row, of: reviewer.tenant))
      try await label(row, replacing: current, by: reviewer, transaction)
      return row.id
    }
  }

  /// Takes a rating back. Withdrawing twice, or what another rating has replaced, changes nothing.
  func withdraw(_ id: FeedbackID, by reviewer: Reviewer) async throws {
    try await postgres.transaction { transaction in
      guard let row = try await transaction.send(FindFeedback(id, of: reviewer.tenant)).first,
        row.reviewer == reviewer.id, case .set = row.kind
      else { throw Problem.notFound("feedback of yours") }
      let said = try await transaction.send(ListFeedback(on: [row.conversationID], of: reviewer.tenant))
      let own = said.filter { $0.reviewer == reviewer.id && $0.target == row.target }
      guard CurrentRatings(own).entries.contains(where: { $0.id == id }) else { return }
      let withdrawal = withdrawal(of: row, by: reviewer, at: time(after: own))
      _ = try await transaction.send(InsertFeedback(withdrawal, of: reviewer.tenant))
      try await label(nil, replacing: row, by: reviewer, transaction)
    }
  }

  /// After what the person said of the target before, whatever the clocks of two servers say.
  private func time(after own: [FeedbackRow]) -> Timestamp {
    own.map { Timestamp(microseconds: $0.createdAt.microseconds + 1) }.reduce(now, max)
  }

  private func row(_ submission: FeedbackSubmission, by reviewer: Reviewer, at time: Timestamp) -> FeedbackRow {
    FeedbackRow(
      id: FeedbackID(UUID()),
      conversationID: submission.conversationID,
      outcomeID: submission.outcomeID,
      target: submission.target,
      source: submission.rating.source,
      kind: .set(submission.rating),
      label: submission.label,
      comment: submission.comment,
      reviewer: reviewer.id,
      reviewerRole: reviewer.role,
      createdAt: time
    )
  }

  private func withdrawal(of row: FeedbackRow, by reviewer: Reviewer, at time: Timestamp) -> FeedbackRow {
    FeedbackRow(
      id: FeedbackID(UUID()),
      conversationID: row.conversationID,
      outcomeID: row.outcomeID,
      target: row.target,
      source: row.source,
      kind: .withdrawn(row.id),
      comment: nil,
      reviewer: reviewer.id,
      reviewerRole: reviewer.role,
      createdAt: time
    )
  }

  /// - Parameters:
  ///   - row: the entry that counts from now on, with its label.
  ///   - former: the one that counted. Its label goes where it is the act that holds; a later one stays.
  private func label(
    _ row: FeedbackRow?,
    replacing former: FeedbackRow?,
    by reviewer: Reviewer,
    _ transaction: PostgresTransaction
  ) async throws {
    let desk = LabelDesk(tenant: reviewer.tenant, person: reviewer.id.text, now: now)
    if let former, former.label != nil, let outcome = former.outcomeID, row?.outcomeID != outcome || row?.label == nil {
      let last = try await desk.last(on: outcome, in: former.conversationID, transaction)
      if last?.id.uuid == former.id.uuid {
        let id = EventID(UUID())
        try await desk.record(.withdrawn, id: id, on: outcome, in: former.conversationID, after: last, transaction)
      }
    }
    guard let row, let label = row.label, let outcome = row.outcomeID else { return }
    try await desk.record(
      .set(LabelAct.Label(label), score: nil),
      id: EventID(row.id.uuid),
      on: outcome,
      in: row.conversationID,
      after: try await desk.last(on: outcome, in: row.conversationID, transaction),
      transaction
    )
  }
}

extension FeedbackRow {
  fileprivate func says(theSameAs other: FeedbackRow) -> Bool {
    kind == other.kind && comment == other.comment && outcomeID == other.outcomeID && label == other.label
  }
}
