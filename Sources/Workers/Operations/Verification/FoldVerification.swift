import EventModel
import Insight
import PostgresClient
import Resolution
import Store

/// The part of the check that folds every conversation anew and compares, in bounded pages.
struct FoldVerification {
  private static let conversationCountMax = 500
  /// A page with more events makes the next one half as long: conversations can be long.
  private static let eventCountMax = 20_000

  private struct Page: Sendable {
    let keys: [ConversationKey]
    let due: Set<ConversationKey>
    let policies: TenantPolicies
    let conversations: [StoredConversation]
  }

  /// A window that ended since the last sweep is not held against anyone: the fold closes none that wasn't seen closed.
  func run(
    in transaction: PostgresTransaction,
    into report: inout VerificationReport,
    progress: ProgressMeter
  ) async throws {
    progress.begin(.conversations, total: report.conversations)
    report.conversations = 0
    var countMax = 64
    var page = try await Self.page(after: nil, countMax: countMax, in: transaction)
    while let current = page {
      report.conversations += current.keys.count
      // The next page is read while this one is folded.
      let eventCount = current.conversations.reduce(0) { $0 + $1.history.eventCount }
      countMax = eventCount > Self.eventCountMax ? max(1, countMax / 2) : min(Self.conversationCountMax, countMax * 2)
      let (last, nextCountMax) = (current.keys.last, countMax)
      async let following = Self.page(after: last, countMax: nextCountMax, in: transaction)
      for (key, stored) in zip(current.keys, current.conversations) where !current.due.contains(key) {
        if !Self.isFold(stored, policy: current.policies[key.tenantID]) { report.add(.outcomeDiffers, key.example) }
      }
      progress.advance(current.keys.count)
      page = try await following
    }
  }

  /// - Returns: `nil` after the last conversation.
  private static func page(
    after last: ConversationKey?,
    countMax: Int,
    in transaction: PostgresTransaction
  ) async throws -> Page? {
    let conversations = try await transaction.send(PageConversations(after: last, countMax: countMax))
    if conversations.isEmpty { return nil }
    let keys = conversations.map(\.key)
    let (due, settings) = try await transaction.send(FindDue(keys), LoadSettings(Set(keys.map(\.tenantID))))
    return Page(
      keys: keys,
      due: Set(due),
      policies: try TenantPolicies(settings),
      conversations: try await StoredConversation.read(conversations, in: transaction)
    )
  }

  private static func isFold(_ stored: StoredConversation, policy: ResolutionPolicy) -> Bool {
    let folded = resolve(stored.history, policy: policy, now: nil, expirySeen: stored.expirySeen)
    let changes = reconcile(
      stored: stored.outcomes,
      storedConversions: stored.conversions,
      folded: folded
    )
    return changes.isEmpty && Set(stored.outcomes.map(\.id)) == Set(folded.outcomes.map(\.id))
  }
}
