import Calibration
import EventModel
import Foundation
import PostgresClient
import Resolution
import Store
import Testing

/// The statements of erasure.
extension EveryStatementTests {
  /// Of a tenant of its own: one conversation goes, with its action, and the other one keeps the deal that both shared.
  func sendErasure(_ transaction: PostgresTransaction) async throws {
    let (now, tenant, key, other) = (Sample.now, Sample.tenant(7), Sample.key(7, 1), Sample.key(7, 2))
    let digest = ErasureDigest(tenant: tenant, conversation: key.conversationID)
    let deal = try Sample.stage(3, tenant: 7, conversations: [1, 2])
    let events = try [Sample.action(1, tenant: 7), Sample.reply(2, tenant: 7), deal]
    try await send(RecordEvents(events, recordedAt: now), transaction)
    try await send(LinkConversations([deal]), transaction)
    try await send(EnterConversations([key, other].map { DatedConversation($0) }), transaction)
    try await send(MarkDue([key], reason: .busy, since: now), transaction)
    let outcome = try await writeOutcome(of: key, transaction)
    #expect(try await send(LockConversation(key), transaction) == [key])
    try await send(ExcludeFeedback(of: tenant), transaction)
    for _ in 0..<2 {
      let open = OpenReceipt(UUID(), of: tenant, digest, reason: "asked", by: "anna", now: now)
      try await send(open, transaction)
    }
    let receipts = try await send(ListReceipts(of: tenant), transaction)
    #expect(receipts.map(\.reason) == ["asked"] && receipts.map(\.completedAt) == [nil])
    #expect(try await send(FindOpenErasures(before: now + .hours(1), countMax: 5), transaction).map(\.count) == [1])
    #expect(try await send(FindOpenErasures(before: now, countMax: 5), transaction).isEmpty)
    #expect(try await send(FindErasedConversations([key, other]), transaction).isEmpty)
    let signals = try await send(ListConcernedSignals(of: key), transaction)
    #expect(Set(signals) == [Sample.eventID(2), Sample.eventID(3)])
    #expect(try await send(LockConcernedRollups(of: key, signals: signals), transaction).isEmpty)
    let updates = try await send(LoadLatestSamples(of: key), transaction)
    #expect(updates.map(\.outcomeID) == [outcome.outcomeID] && updates.map(\.outcome) == [true])
    try await send(InsertSamples(updates.map { SampleRow(tenantID: tenant, update: $0) }), transaction)
    let message = OutboxMessage(
      tenantID: tenant,
      eventID: Sample.eventID(70),
      eventType: .calibrationUpdated,
      occurredAt: now,
      data: "{}"
    )
    try await send(AppendOutbox([message]), transaction)
    let locked = try await send(LockOutboxMessages([Sample.eventID(70)], of: tenant), transaction)
    #expect(locked.flatMap(\.messages).map(\.eventID) == [message.eventID])
    try await send(ForgetOutbox(locked), transaction)
    for _ in 0..<2 {
      try await send(RetireOutcomeRollups([key.conversationID], of: tenant), transaction)
      try await send(RetireActionRollups([key.conversationID], of: tenant), transaction)
      try await send(RetireImpact(.add, signals: signals, of: tenant), transaction)
    }
    try await send(RetireImpact(.takeAway, signals: signals, of: tenant), transaction)
    let shared = try await send(ListSharedEvents(of: key), transaction)
    #expect(shared.map(\.eventID) == [deal.eventID] && shared.map(\.others) == [[other.conversationID]])
    let left = try #require(deal.without([key.conversationID]))
    let reduction = ReduceSharedEvents.Reduction(
      eventID: deal.eventID,
      conversationID: other.conversationID,
      payload: String(decoding: left.dataText, as: UTF8.self),
      digest: left.digest
    )
    try await send(ReduceSharedEvents([reduction], of: tenant), transaction)
    #expect(try await send(FindRecorded([left]), transaction).map(\.isSame) == [true])
    #expect(try await send(UnlinkSamples(of: key, now: now), transaction) == [1])
    #expect(try await send(FindErasedOutcomes([outcome]), transaction) == [outcome])
    let late = updates.map { SampleRow(tenantID: tenant, update: $0) }
    #expect(try await send(InsertSamples(late), transaction).isEmpty, "it doesn't come back")
    let removed = try await send(RemoveConversations([key.conversationID], of: tenant), transaction)
    let counts = Dictionary(removed.map { ($0.table, $0.count) }, uniquingKeysWith: +)
    #expect(Set(counts.keys) == Set(RemoveConversations.tables))
    #expect(counts["events"] == 2 && counts["event_keys"] == 2 && counts["event_conversations"] == 0)
    #expect(counts["outcome_records"] == 1 && counts["conversations"] == 1)
    #expect(try await send(ForgetErasedMarks(of: key), transaction) == [1])
    try await send(NoteErasedRows(of: tenant, digest, counts: [("events", 2)], now: now), transaction)
    try await send(NoteErasedRows(of: tenant, digest, counts: [("events", 1)], now: now), transaction)
    try await send(NoteErasedEntries(of: tenant, digest, counts: [("events", 4)], completedAt: now), transaction)
    let receipt = try #require(try await send(ListReceipts(of: tenant, digest), transaction).first)
    #expect(receipt.rowCounts == "{\"events\": 3}" && receipt.entryCounts == "{\"events\": 4}")
    #expect(receipt.completedAt == now && receipt.digest == digest)
    #expect(try await send(FindErasedConversations([key, other, Sample.key(1, 1)]), transaction) == [key])
    var erased: [ConversationKey] = []
    let look = LoadSettingsAndErased(of: [tenant, Sample.tenant(1)], conversations: [key, other, Sample.key(1, 1)])
    for case .erased(let found) in try await send(look, transaction) { erased.append(found) }
    #expect(erased == [key])
    #expect(try await send(FindErasedLeft(countMax: 5), transaction).isEmpty)
    try await send(EnterConversations([DatedConversation(key)]), transaction)
    #expect(try await send(FindErasedLeft(countMax: 5), transaction).map(\.key) == [key])
  }

  private func writeOutcome(of key: ConversationKey, _ transaction: PostgresTransaction) async throws -> SampleKey {
    var history = ConversationHistory(tenantID: key.tenantID, conversationID: key.conversationID)
    for row in try await send(LoadEvents([DatedConversation(key)]), transaction) {
      switch row.body {
      case .action(let action): history.actions.append(action)
      case .reply(let reply): history.replies.append(reply)
      case .stage: continue
      }
    }
    let changed = reconcile(stored: [], storedConversions: [], folded: resolve(history, policy: .default, now: nil))
    try await send(
      InsertOutcomes(changed.insertedOutcomes.map { .init(conversation: key, version: $0) }, now: Sample.now),
      transaction
    )
    try await send(
      PutConversions(changed.insertedConversions.map { .init(conversation: key, conversion: $0) }),
      transaction
    )
    return SampleKey(tenantID: key.tenantID, outcomeID: try #require(changed.insertedOutcomes.first).outcome.id)
  }
}
