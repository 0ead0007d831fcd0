import EventModel
import Store
import Synchronization

/// Conversations that can't be folded, and until when each rests: one that fails again and again must not be in every batch
/// while the others wait.
final class FoldRests: Sendable {
  /// With so many at rest a tenant rests as a whole: it isn't one conversation's fault then, and what is remembered of each
  /// tenant stays bounded.
  static let countMaxOfTenant = 100
  /// What wasn't tried again for so many rests was folded by somebody else.
  private static let restCountMax = 10

  private struct Rest {
    var end: ContinuousClock.Instant
    /// How often it failed in a row.
    var failureCount: Int
  }

  private let rest: Duration
  private let rests = Mutex<[TenantID: [ConversationID: Rest]]>([:])

  init(rest: Duration) {
    self.rest = rest
  }

  /// Has a conversation rest that could not be folded.
  func add(_ conversation: ConversationKey) {
    rests.withLock { rests in
      var conversations = rests[conversation.tenantID, default: [:]]
      let failureCount = conversations[conversation.conversationID]?.failureCount ?? 0
      if failureCount == 0 && conversations.count >= Self.countMaxOfTenant { return }
      conversations[conversation.conversationID] = Rest(end: .now + rest, failureCount: failureCount + 1)
      rests[conversation.tenantID] = conversations
    }
  }

  /// Forgets conversations that were folded.
  func remove(_ conversations: some Sequence<ConversationKey>) {
    rests.withLock { rests in
      if rests.isEmpty { return }
      for key in conversations { rests[key.tenantID]?[key.conversationID] = nil }
    }
  }

  /// Those that rest now.
  var current: RestingConversations {
    rests.withLock { rests in
      let now = ContinuousClock.now
      let forgotten = now - rest * Self.restCountMax
      rests = rests.mapValues { $0.filter { $0.value.end > forgotten } }.filter { !$0.value.isEmpty }
      let resting = rests.mapValues { $0.filter { $0.value.end > now } }
      let apart = resting.filter { $0.value.count < Self.countMaxOfTenant }
      return RestingConversations(
        conversations: apart.flatMap { tenant, conversations in
          conversations.keys.map { ConversationKey(tenantID: tenant, conversationID: $0) }
        },
        tenants: resting.keys.filter { apart[$0] == nil }
      )
    }
  }

  /// How many failed so often in a row, at least, and are not known to be folded since.
  func count(failedAtLeast failureCountMin: Int) -> Int {
    rests.withLock { rests in
      rests.values.reduce(0) { $0 + $1.values.count { $0.failureCount >= failureCountMin } }
    }
  }
}
