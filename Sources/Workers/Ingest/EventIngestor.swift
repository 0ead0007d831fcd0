import EventModel
import Logging
import PostgresClient
import Resolution
import Store
import Streams

/// Records a batch of events and folds the conversations that they belong to, in one transaction.
struct EventIngestor: BatchHandler {
  let context: FleetContext
  let counters: WorkCounters

  var group: ConsumerGroup { .outcomeWorkers }

  func handle(_ entries: [DeliveredEntry]) async throws -> [DeadLetterQueue.Burial] {
    let now = context.clock.now
    let decoded = EventBatch(entries, now: now)
    if decoded.events.isEmpty { return decoded.burials }
    let (batch, recorded) = try await context.postgres.transaction { transaction in
      var batch = decoded
      let recorded = try await record(&batch, in: transaction, now: now)
      return (batch, recorded)
    }
    counters.add {
      $0.applied += recorded.appliedCount
      $0.duplicate += batch.duplicateCount + recorded.duplicateCount
      $0.resolved += recorded.resolvedCount
    }
    // Compared with what is recorded by now, the first of them becomes a duplicate, a conflict, or the event itself
    // where the other one was refused.
    return batch.contested.isEmpty ? batch.burials : batch.burials + (try await handle(batch.contested))
  }

  private struct Recorded {
    var appliedCount = 0
    var duplicateCount = 0
    var resolvedCount = 0
  }

  /// Four round trips: settings, the events, the history, the writes with their commit.
  private func record(
    _ batch: inout EventBatch,
    in transaction: PostgresTransaction,
    now: Timestamp
  ) async throws -> Recorded {
    let tenants = Set(batch.events.map(\.envelope.tenantID))
    let policies = try await TenantPolicies.load(of: tenants, in: transaction)
    let events = try await refuseUnknownStages(&batch, policies, in: transaction)
    let conversations = Set(events.flatMap(ConversationKey.all(of:)))
    let (inserted, _, held) = try await transaction.send(
      RecordEvents(events, recordedAt: now),
      RegisterConversations(conversations),
      ClaimConversations(conversations)
    )
    let new = Set(inserted)
    let newEvents = events.filter { new.contains(EventKey($0)) }
    try await refuseConflicts(&batch, among: events.filter { !new.contains(EventKey($0)) }, in: transaction)
    if newEvents.isEmpty { return Recorded(duplicateCount: events.count) }
    let touched = Set(newEvents.flatMap(ConversationKey.all(of:)))
    let claimed = touched.intersection(held)
    let linked = newEvents.filter { $0.conversationIDs.count > 1 }
    if !linked.isEmpty { _ = try await transaction.send(LinkConversations(linked)) }
    let resolver = ConversationResolver(policies: policies, now: now)
    let writes = try await resolver.fold(claimed, closingWindowsAt: nil, in: transaction)
    // Locked means busy, not absent: whoever holds it may not see our events, so it stays due.
    try await writes.commit(in: transaction, leavingDue: touched.subtracting(claimed))
    return Recorded(
      appliedCount: newEvents.count,
      duplicateCount: events.count - newEvents.count,
      resolvedCount: writes.count
    )
  }

  /// Stage names are checked against the tenant's order of now; an event that is recorded already passed its check.
  private func refuseUnknownStages(
    _ batch: inout EventBatch,
    _ policies: TenantPolicies,
    in transaction: PostgresTransaction
  ) async throws -> [Event] {
    var refusals: [EventKey: Refusal] = [:]
    for event in batch.events {
      let order = policies[event.envelope.tenantID].stageOrder
      if let unknown = event.stageFields.first(where: { !order.isKnown($0.name) }) {
        refusals[EventKey(event)] = .unknownStage(field: unknown.field)
      }
    }
    if refusals.isEmpty { return batch.events }
    let doubtful = batch.events.filter { refusals[EventKey($0)] != nil }
    for recorded in try await transaction.send(FindRecorded(doubtful)) where recorded.isSame {
      refusals[recorded.key] = nil
    }
    for (key, refusal) in refusals { batch.refuse(key, refusal) }
    return batch.events.filter { refusals[EventKey($0)] == nil }
  }

  private func refuseConflicts(
    _ batch: inout EventBatch,
    among known: [Event],
    in transaction: PostgresTransaction
  ) async throws {
    if known.isEmpty { return }
    for recorded in try await transaction.send(FindRecorded(known)) where !recorded.isSame {
      batch.refuse(recorded.key, .eventIDConflict())
    }
  }
}

extension ConversationKey {
  /// The conversations that an event concerns.
  static func all(of event: Event) -> [ConversationKey] {
    event.conversationIDs.map { ConversationKey(tenantID: event.envelope.tenantID, conversationID: $0) }
  }
}

extension StageOrder {
  /// Whether an event may name this stage: one in the order, or one of the two outside of it.
  fileprivate func isKnown(_ name: StageName) -> Bool {
    contains(name) || name == .closedLost || name == .stalled
  }
}
