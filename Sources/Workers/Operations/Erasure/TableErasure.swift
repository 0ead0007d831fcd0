import Calibration
import EventModel
import Insight
import PostgresClient
import Store

/// Removes a conversation from every table, in one transaction with what keeps it from coming back, and with what makes up
/// for it in the figures that stay.
///
/// Nobody records events of the tenant meanwhile, folds its conversations, roll-ups or samples, or says anything of them:
/// what was begun before is committed, and is found here; what begins after finds the conversation erased. Suppression
/// isn't committed before: a deal that is redelivered in between would differ from what is recorded of it.
struct TableErasure: Sendable {
  /// A long conversation, and whoever holds what it waits for, take their time.
  private static let timeout = Duration.seconds(3600)

  let key: ConversationKey
  let postgres: PostgresPool
  let clock: WallClock
  let step: @Sendable (ErasureStep) async throws -> Void

  private var tenant: TenantID { key.tenantID }
  private var digest: ErasureDigest { ErasureDigest(tenant: tenant, conversation: key.conversationID) }

  /// Times that it is begun again where it and somebody else waited for each other: a conversation that was only just
  /// begun may be claimed by one who waits for the settings.
  private static let deadlockCountMax = 10

  /// - Returns: how many rows of each table.
  func run(_ mode: BatchMode) async throws -> [(table: String, count: Int)] {
    var deadlockCount = 0
    while true {
      do {
        return try await postgres.transaction(mode) { try await erase(in: $0) }
      } catch let error as PostgresError where error.sqlState == "40P01" && deadlockCount < Self.deadlockCountMax {
        deadlockCount += 1
      }
    }
  }

  /// - Returns: how many marks were removed, after the commit.
  func forgetMarks() async throws -> Int {
    let count = Int(try await postgres.send(ForgetErasedMarks(of: key)).first ?? 0)
    _ = try await postgres.send(
      NoteErasedRows(of: tenant, digest, counts: [("due_conversations", count)], now: clock.now)
    )
    return count
  }

  private func erase(in transaction: PostgresTransaction) async throws -> [(table: String, count: Int)] {
    // Those come first for which others may hold a lock for long, and last what everybody waits for who records events.
    _ = try await transaction.send(
      LiftTimeouts(),
      ExcludeRollupFolds(),
      ExcludeAggregators(),
      LockConversation(key),
      ExcludeFeedback(of: tenant),
      ExcludeFolds(of: tenant),
      timeout: Self.timeout
    )
    try await resolve(in: transaction)
    try await step(.resolved)
    let signals = try await transaction.send(ListConcernedSignals(of: key))
    try await foldRollups(concerning: signals, in: transaction)
    try await step(.rollupsFolded)
    let messageCount = try await foldSamples(in: transaction)
    try await step(.samplesFolded)
    _ = try await transaction.send(
      RetireOutcomeRollups([key.conversationID], of: tenant),
      RetireActionRollups([key.conversationID], of: tenant),
      RetireImpact(.add, signals: signals, of: tenant),
      timeout: Self.timeout
    )
    try await step(.retired)
    let reducedCount = try await reduceSharedEvents(in: transaction)
    let (samples, removed, _) = try await transaction.send(
      UnlinkSamples(of: key, now: clock.now),
      RemoveConversations([key.conversationID], of: tenant),
      RetireImpact(.takeAway, signals: signals, of: tenant),
      timeout: Self.timeout
    )
    var counts = removed.map { (table: $0.table, count: Int($0.count)) }
    counts.append(("calibration_samples_unlinked", Int(samples.first ?? 0)))
    counts.append(("events_reduced", reducedCount))
    counts.append(("outbox", messageCount))
    _ = try await transaction.send(NoteErasedRows(of: tenant, digest, counts: counts, now: clock.now))
    try await step(.rowsRemoved)
    return counts
  }

  /// Brings the conversation up to date, so that no mark is left behind. One that can't be folded goes as it is.
  private func resolve(in transaction: PostgresTransaction) async throws {
    if try await transaction.send(ClaimConversations([key])).isEmpty { return }
    do {
      try await transaction.withSavepoint {
        let policies = try await TenantPolicies.load(of: [tenant], in: transaction)
        let resolver = ConversationResolver(policies: policies, now: clock.now)
        let writes = try await resolver.fold([DatedConversation(key)], closingWindowsAt: nil, in: transaction)
        try await writes.finish(in: transaction, .rehearse)
      }
    } catch {
      guard FaultKind(error) == .work else { throw error }
    }
  }

  /// What waits to be folded is told by outcomes and events that are about to go.
  private func foldRollups(concerning signals: [EventID], in transaction: PostgresTransaction) async throws {
    let rows = try await transaction.send(LockConcernedRollups(of: key, signals: signals), timeout: Self.timeout)
    if rows.isEmpty { return }
    _ = try await transaction.send(
      FoldOutcomeChanges(rows),
      FoldActionChanges(rows),
      FoldImpactChanges(rows),
      ForgetRollupChanges(rows),
      timeout: Self.timeout
    )
  }

  /// What was said of samples and hasn't arrived is folded here, and no message of it is left.
  /// - Returns: how many messages were removed.
  private func foldSamples(in transaction: PostgresTransaction) async throws -> Int {
    let updates = try await transaction.send(LoadLatestSamples(of: key))
    if updates.isEmpty { return 0 }
    let entries = updates.map { SampleLedger.Entry(tenantID: tenant, update: $0) }
    _ = try await SampleFold.fold(entries, in: transaction, now: clock.now, .rehearse)
    let messages = Set(
      updates.flatMap { update in
        (1...update.revision).map { OutboxMessage.eventID(of: update.outcomeID, revision: $0, tenant: tenant) }
      }
    )
    let rows = try await transaction.send(LockOutboxMessages(messages.sorted(), of: tenant), timeout: Self.timeout)
    let rest = rows.map { row in (row: row, kept: row.messages.filter { !messages.contains($0.eventID) }) }
    _ = try await transaction.send(
      ForgetOutbox(rest.filter { $0.kept.isEmpty }.map(\.row)),
      KeepInOutbox(rest.filter { !$0.kept.isEmpty })
    )
    return rest.reduce(0) { $0 + $1.row.messages.count - $1.kept.count }
  }

  /// - Returns: how many events stay for other conversations.
  private func reduceSharedEvents(in transaction: PostgresTransaction) async throws -> Int {
    let shared = try await transaction.send(ListSharedEvents(of: key))
    if shared.isEmpty { return 0 }
    let reductions = try shared.map { row in
      let data = try JSONParser.parse(Array(row.payload.utf8)).without([key.conversationID])
      return ReduceSharedEvents.Reduction(
        eventID: row.eventID,
        conversationID: row.others[0],
        payload: String(decoding: JSONWriter.compact(data), as: UTF8.self),
        digest: ContentDigest(eventType: row.eventType, timestamp: row.timestamp, data: data)
      )
    }
    _ = try await transaction.send(ReduceSharedEvents(reductions, of: tenant))
    return reductions.count
  }
}
