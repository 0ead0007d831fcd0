import EventModel
import Feedback
import Foundation
import PostgresClient
import Resolution
import Store
import Testing

/// The statements of the learning API: lists of outcomes, labels, feedback, operators.
extension EveryStatementTests {
  func sendLearningAPI(_ transaction: PostgresTransaction) async throws {
    #expect(try await send(CheckIsolation(), transaction).first?.faults.isEmpty == false, "a worker sees every tenant")
    try await sendLists(transaction)
    try await sendFeedback(transaction)
    try await sendPrompts(transaction)
    try await send(ListTenantBins(of: Sample.tenant(1)), transaction)
    try await send(
      InsertOperatorAction(.replay, of: Sample.tenant(1), by: "ada", detail: .object([]), now: Sample.now),
      transaction
    )
  }

  private func sendLists(_ transaction: PostgresTransaction) async throws {
    let (tenant, key) = (Sample.tenant(1), Sample.key(1, 1))
    let filter = OutcomeFilter(scope: .everyone)
    let rows = try await send(
      PageOutcomes<AllOutcomes>(of: tenant, filter, after: nil, countMax: 500),
      transaction
    )
    let first = try #require(rows.first)
    let position = OutcomePosition(actedAt: first.actedAt, id: first.id)
    let rest = try await send(
      PageOutcomes<AllOutcomes>(of: tenant, filter, after: position, countMax: 500),
      transaction
    )
    #expect(rest.map(\.id) == rows.dropFirst().map(\.id))
    #expect(rows.map(\.actedAt) == rows.map(\.actedAt).sorted(by: >))
    let nobody = OutcomeFilter(scope: .reps([], includesUnassigned: false))
    #expect(
      try await send(PageOutcomes<AllOutcomes>(of: tenant, nobody, after: nil, countMax: 5), transaction).isEmpty
    )
    let ambiguous = try await send(
      PageOutcomes<AmbiguousOutcomes>(of: tenant, filter, after: nil, countMax: 500),
      transaction
    )
    #expect(ambiguous.map(\.id) == rows.filter { $0.status == .ambiguous }.map(\.id))
    let escalations = try await send(
      PageOutcomes<EscalationOutcomes>(of: tenant, filter, after: nil, countMax: 500),
      transaction
    )
    #expect(escalations.map(\.id) == rows.filter { $0.outcomeType == .escalationResult }.map(\.id))
    try await send(ListConversationOutcomes(key), transaction)
    #expect(try await send(FindOutcomeRow(first.id, of: tenant), transaction).map(\.id) == [first.id])
    #expect(try await send(FindOutcomeRow(first.id, of: Sample.tenant(2)), transaction).isEmpty)
    let conversation = ConversationKey(tenantID: tenant, conversationID: first.conversationID)
    let act = LabelAct(
      id: EventID(UUID()),
      outcomeID: first.id,
      labelledAt: Sample.now,
      kind: .set(.positive, score: 1)
    )
    try await send(InsertLabel(act, on: conversation, by: "ada", comment: nil), transaction)
    #expect(try await send(FindLabel(first.id, in: conversation), transaction).map(\.id) == [act.id])
    #expect(
      try await send(ListSignals([Sample.eventID(1)], of: tenant), transaction).map(\.eventID) == [Sample.eventID(1)]
    )
    try await send(ListActionSuccess(in: [first.conversationID], of: tenant), transaction)
  }

  private func sendFeedback(_ transaction: PostgresTransaction) async throws {
    let tenant = Sample.tenant(1)
    let rating = try #require(FeedbackRating(4, source: .dashboard))
    func row(_ kind: FeedbackEntry.Kind, label: FeedbackLabel? = nil) -> FeedbackRow {
      FeedbackRow(
        id: FeedbackID(UUID()),
        conversationID: Sample.conversation(1),
        outcomeID: OutcomeID(Sample.uuid(4, 1)),
        target: FeedbackTarget(.message, id: "m-1"),
        source: .dashboard,
        kind: kind,
        label: label,
        comment: "fine",
        reviewer: ReviewerID("ada"),
        reviewerRole: "rep",
        createdAt: Sample.now
      )
    }
    let set = row(.set(rating), label: .negative)
    try await send(InsertFeedback(set, of: tenant), transaction)
    let withdrawn = row(.withdrawn(set.id))
    try await send(InsertFeedback(withdrawn, of: tenant), transaction)
    #expect(try await send(FindFeedback(set.id, of: tenant), transaction) == [set])
    #expect(Set(try await send(ListFeedback(on: [set.conversationID], of: tenant), transaction)) == [set, withdrawn])
    let page = PageFeedback(of: tenant, from: Sample.now, until: Sample.now + .seconds(1), countMax: 9)
    #expect(try await send(page, transaction).count == 2)
  }

  private func sendPrompts(_ transaction: PostgresTransaction) async throws {
    let tenant = Sample.tenant(1)
    let prompt = PromptRow(
      reviewer: ReviewerID("ada"),
      target: FeedbackTarget(.decision, id: "d-1"),
      conversationID: Sample.conversation(1),
      askedAt: Sample.now
    )
    for _ in 0..<2 { try await send(InsertPrompts([prompt], of: tenant), transaction) }
    let page = PagePrompts(of: tenant, from: Sample.now - .hours(1), until: Sample.now + .hours(1), countMax: 9)
    #expect(try await send(page, transaction) == [prompt])
    try await send(
      ListPromptCandidates(of: tenant, scope: .everyone, from: Sample.now - .days(7), countMax: 9),
      transaction
    )
  }
}
