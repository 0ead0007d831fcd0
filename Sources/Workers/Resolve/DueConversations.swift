import PostgresClient
import Store

/// Folds conversations that were marked due: those that were busy when their event came, and those that a label or a
/// setting concerns.
struct DueConversations {
  static let batchCountMax = 500

  let context: FleetContext

  /// One batch.
  /// - Returns: how many marks were worked off.
  func foldBatch() async throws -> Int {
    let (markCount, tally) = try await context.postgres.transaction { transaction in
      let now = context.clock.now
      let marks = try await transaction.send(ClaimDue(countMax: Self.batchCountMax))
      if marks.isEmpty { return (0, OutcomeTally()) }
      let held = Set(try await transaction.send(ClaimConversations(Set(marks.map(\.key)))))
      if held.isEmpty { return (0, OutcomeTally()) }
      let policies = try await TenantPolicies.load(of: Set(held.map(\.tenantID)), in: transaction)
      let writes = try await ConversationResolver(policies: policies, now: now)
        .fold(held, closingWindowsAt: nil, in: transaction)
      try await writes.finish(in: transaction)
      return (writes.marks.count, writes.tally)
    }
    tally.count(in: context.metrics)
    return markCount
  }
}

extension DueConversations {
  /// Folds due conversations for the life of a process.
  static func loop(context: FleetContext, counters: WorkCounters) -> WorkLoop {
    let due = DueConversations(context: context)
    return WorkLoop(context: context, name: "resolve", idleInterval: .milliseconds(200)) {
      // Marks whose conversations others hold count as nothing done: they are looked at again after a wait.
      let count = try await context.gate.together { try await due.foldBatch() }
      counters.add { $0.resolved += count }
      return count
    }
  }
}
