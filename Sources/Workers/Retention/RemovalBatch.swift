import EventModel
import PostgresClient
import Store

/// Removes conversations of a tenant in one transaction.
struct RemovalBatch: Sendable {
  /// How far conversations are followed that have events in common, and how many go at once. What is joined with more of
  /// them stays.
  private static let roundCountMax = 8
  private static let countMax = 2000

  let tenant: TenantID
  /// Conversations with an event of this time or later stay.
  let before: Timestamp

  struct Removed: Sendable {
    var conversationCount = 0
    var rowCount = 0
  }

  func remove(_ keys: [ConversationKey], in transaction: PostgresTransaction) async throws -> Removed {
    // Whoever records an event of such a conversation, folds it, or says something of it is done, or begins after this.
    _ = try await transaction.send(ExcludeFeedback(of: tenant), ExcludeFolds(of: tenant))
    let removable = try await plan(keys, in: transaction).removable()
    if removable.isEmpty { return Removed() }
    let ids = removable.map(\.conversationID)
    let (_, _, _, _, rows) = try await transaction.send(
      RetireOutcomeRollups(ids, of: tenant),
      RetireActionRollups(ids, of: tenant),
      RetireImpactRollups(ids, of: tenant),
      DetachSamples(ids, of: tenant),
      RemoveConversations(ids, of: tenant)
    )
    return Removed(conversationCount: removable.count, rowCount: rows.reduce(0) { $0 + Int($1.count) })
  }

  private func plan(_ keys: [ConversationKey], in transaction: PostgresTransaction) async throws -> RemovalPlan {
    var plan = RemovalPlan()
    var wanted = keys
    for _ in 0..<Self.roundCountMax where !wanted.isEmpty {
      let held = try await transaction.send(ClaimExpired(wanted, before: before))
      plan.hold(held)
      plan.keep(Set(wanted).subtracting(held))
      var next: Set<ConversationKey> = []
      for pair in try await transaction.send(FindNeighbours(of: held)) {
        plan.join(pair.key, pair.neighbour)
        if !plan.held.contains(pair.neighbour) { next.insert(pair.neighbour) }
      }
      wanted = next.sorted()
      if plan.held.count > Self.countMax { break }
    }
    plan.keep(wanted)
    plan.keep(try await transaction.send(FindUnfolded(of: tenant)))
    return plan
  }
}
