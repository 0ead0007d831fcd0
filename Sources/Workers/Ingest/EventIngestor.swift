import EventModel
import Insight
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

  func affinity(of entry: DeliveredEntry) -> UInt64 {
    ConversationAffinity.value(of: entry.fields ?? [])
  }

  func handle(_ entries: [DeliveredEntry]) async throws -> [EntryOutcome] {
    try await process(entries, .apply)
  }

  func rehearse(_ entries: [DeliveredEntry]) async throws -> [EntryOutcome] {
    try await process(entries, .rehearse)
  }

  func applied(among entries: [DeliveredEntry]) async throws -> [DeliveredEntry] {
    let decoder = EventDecoder(now: context.clock.now)
    let decoded = entries.compactMap { entry in
      (try? decoder.decode(entry.fields ?? [], from: entry.context)).map { (entry: entry, event: $0) }
    }
    if decoded.isEmpty { return [] }
    let erased = Set(
      try await context.postgres.send(FindErasedConversations(decoded.flatMap { ConversationKey.all(of: $0.event) }))
    )
    let left = decoded.compactMap { entry, event in event.without(erased).map { (entry: entry, event: $0) } }
    let recorded = try await context.postgres.send(FindRecorded(left.map(\.event)))
    return recorded.filter(\.isSame).map { left[$0.index].entry }
  }

  private func process(_ entries: [DeliveredEntry], _ mode: BatchMode) async throws -> [EntryOutcome] {
    let now = context.clock.now
    var batch = EventBatch(entries, now: now)
    if !batch.isSettled {
      let decoded = batch
      let tally: OutcomeTally
      do {
        (batch, tally) = try await record(decoded, now: now, mode)
      } catch let error as PostgresError where error.isMonthMissing {
        // Nobody made it in time. That is done quickly, and no event's fault.
        let last = decoded.events.map(\.timestamp).max() ?? now
        _ = try await context.postgres.send(EnsureMonths(until: max(last, now)))
        (batch, tally) = try await record(decoded, now: now, mode)
      }
      if mode == .apply {
        counters.add { $0.resolved += tally.writtenCount }
        tally.count(in: context.metrics)
      }
    }
    return batch.outcomes(contested: try await settleContested(batch, of: entries, mode))
  }

  private func record(
    _ decoded: EventBatch,
    now: Timestamp,
    _ mode: BatchMode
  ) async throws -> (EventBatch, OutcomeTally) {
    try await context.postgres.transaction(mode) { transaction in
      var batch = decoded
      let tally = try await record(&batch, in: transaction, now: now, mode)
      return (batch, tally)
    }
  }

  /// Compared with what is recorded by now, the first of them becomes a duplicate, a conflict, or the event itself where
  /// the other one was refused.
  private func settleContested(
    _ batch: EventBatch,
    of entries: [DeliveredEntry],
    _ mode: BatchMode
  ) async throws -> [EntryOutcome] {
    if batch.contested.isEmpty { return [] }
    switch mode {
    case .apply: return try await process(batch.contested.map { entries[$0] }, mode)
    case .rehearse:
      // Nothing stays recorded: what the other one took, it would have taken.
      let open = batch.contested.filter { !batch.isTaken(byOtherThan: $0) }
      var later = try await process(open.map { entries[$0] }, mode)[...]
      return batch.contested.map {
        batch.isTaken(byOtherThan: $0) ? .refused(.eventIDConflict()) : later.removeFirst()
      }
    }
  }

  /// Four round trips: settings, the events, the history, the writes with their commit.
  /// - Returns: the outcomes that were written.
  func record(
    _ batch: inout EventBatch,
    in transaction: PostgresTransaction,
    now: Timestamp,
    _ mode: BatchMode
  ) async throws -> OutcomeTally {
    let named = batch.conversations
    let (policies, erased) = try await TenantPolicies.load(
      of: Set(named.map(\.tenantID)),
      erasedAmong: named,
      in: transaction
    )
    batch.erase(erased)
    let current = try await passOverRemoved(batch.events, policies, in: transaction)
    let events = try await refuseUnknownStages(&batch, among: current, policies, in: transaction)
    if events.isEmpty { return OutcomeTally() }
    let (inserted, held) = try await transaction.send(
      RecordEvents(events, recordedAt: now),
      EnterConversations(DatedConversation.all(of: events))
    )
    let new = Set(inserted)
    let newEvents = events.filter { new.contains(EventKey($0)) }
    try await refuseConflicts(&batch, among: events.filter { !new.contains(EventKey($0)) }, in: transaction)
    if newEvents.isEmpty { return OutcomeTally() }
    batch.apply(inserted)
    var busy = Dictionary(DatedConversation.all(of: newEvents).map { ($0.key, $0.months) }) { $1 }
    var claimed: [DatedConversation] = []
    var widened: [DatedConversation] = []
    for conversation in held {
      guard let months = busy.removeValue(forKey: conversation.key) else { continue }
      let wide = DatedConversation(conversation.key, months: conversation.months.union(months))
      claimed.append(wide)
      if wide != conversation { widened.append(wide) }
    }
    let linked = newEvents.filter { $0.conversationIDs.count > 1 }
    if !linked.isEmpty { _ = try await transaction.send(LinkConversations(linked)) }
    let resolver = ConversationResolver(policies: policies, now: now)
    var writes = try await resolver.fold(claimed, closingWindowsAt: nil, in: transaction)
    writes.widen(widened)
    writes.countActions(in: newEvents)
    // Locked means busy, not absent: whoever holds it may not see our events, so it stays due.
    try await writes.finish(in: transaction, mode, leavingDue: busy.map { DatedConversation($0, months: $1) })
    return writes.tally
  }

  /// Events of a time up to which the tenant's conversations were removed are acknowledged without effect, as those that are
  /// recorded: they would open a conversation again of which the rest is gone. What is recorded was kept.
  private func passOverRemoved(
    _ events: [Event],
    _ policies: TenantPolicies,
    in transaction: PostgresTransaction
  ) async throws -> [Event] {
    let old = events.filter { policies.isRemoved($0.timestamp, of: $0.tenantID) }
    if old.isEmpty { return events }
    let recorded = Set(try await transaction.send(FindRecorded(old)).map(\.key))
    let removed = Set(old.map(EventKey.init)).subtracting(recorded)
    return events.filter { !removed.contains(EventKey($0)) }
  }

  /// Stage names are checked against the tenant's order of now; an event that is recorded already passed its check.
  private func refuseUnknownStages(
    _ batch: inout EventBatch,
    among events: [Event],
    _ policies: TenantPolicies,
    in transaction: PostgresTransaction
  ) async throws -> [Event] {
    var refusals: [EventKey: Refusal] = [:]
    for event in events {
      let order = policies[event.tenantID].stageOrder
      if let unknown = event.stageFields.first(where: { !order.isKnown($0.name) }) {
        refusals[EventKey(event)] = .unknownStage(field: unknown.field)
      }
    }
    if refusals.isEmpty { return events }
    let doubtful = events.filter { refusals[EventKey($0)] != nil }
    for recorded in try await transaction.send(FindRecorded(doubtful)) where recorded.isSame {
      refusals[recorded.key] = nil
    }
    for (key, refusal) in refusals { batch.refuse(key, refusal) }
    return events.filter { refusals[EventKey($0)] == nil }
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
    event.conversationIDs.map { ConversationKey(tenantID: event.tenantID, conversationID: $0) }
  }
}

extension DatedConversation {
  /// The conversations that some events concern, each once, with the months of these events.
  fileprivate static func all(of events: [Event]) -> [DatedConversation] {
    var months: [ConversationKey: MonthSpan] = [:]
    for event in events {
      let month = MonthSpan(of: event.timestamp)
      for key in ConversationKey.all(of: event) { months[key] = months[key].map { $0.union(month) } ?? month }
    }
    return months.map { DatedConversation($0, months: $1) }
  }
}

extension Event {
  /// What is left of it without erased conversations; `nil` where nothing is.
  func without(_ erased: Set<ConversationKey>) -> Event? {
    if erased.isEmpty { return self }
    return without(Set(ConversationKey.all(of: self).filter(erased.contains).map(\.conversationID)))
  }
}

extension StageOrder {
  /// Whether an event may name this stage: one in the order, or one of the two outside of it.
  fileprivate func isKnown(_ name: StageName) -> Bool {
    contains(name) || name == .closedLost || name == .stalled
  }
}
