import EventModel
import Insight
import PostgresClient
import Resolution
import Store

/// Folds conversations that the transaction holds, and says what to write.
struct ConversationResolver {
  let policies: TenantPolicies
  /// The time of this work, for bookkeeping and for the events that tell of it.
  let now: Timestamp

  /// - Parameter closing: the `now` that closes windows; `nil` closes none, so that what arrives late in a batch isn't
  ///   declared expired by the batch before it. Closing is the sweep's part.
  func fold(
    _ conversations: some Sequence<DatedConversation>,
    closingWindowsAt closing: Timestamp?,
    in transaction: PostgresTransaction
  ) async throws -> ResolutionWrites {
    var writes = ResolutionWrites(now: now)
    let dated = conversations.sorted { $0.key < $1.key }
    if dated.isEmpty { return writes }
    let claimed = try await StoredConversation.claim(dated, in: transaction)
    writes.marks = claimed.marks
    writes.widen(claimed.widened)
    for (key, stored) in zip(dated.map(\.key), claimed.conversations) {
      let folded = resolve(
        stored.history,
        policy: policies[key.tenantID],
        now: closing,
        expirySeen: stored.expirySeen
      )
      writes.add(
        reconcile(stored: stored.outcomes, storedConversions: stored.conversions, folded: folded),
        of: key
      )
    }
    return writes
  }
}
