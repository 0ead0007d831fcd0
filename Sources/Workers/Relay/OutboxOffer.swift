import EventModel
import RedisClient
import Store

/// What Redis took of claimed rows, and what stays of them.
struct OutboxOffer: Sendable {
  /// Rows of which Redis has every message.
  private(set) var published: [ClaimOutbox.Row] = []
  /// What Redis refused of the others.
  private(set) var rest: [(row: ClaimOutbox.Row, kept: [OutboxMessage])] = []
  /// How many messages Redis took.
  private(set) var addedCount = 0
  private(set) var firstRefusal: RedisError?
  /// The tenants whose own messages were refused: a server that is out of memory or failing over refuses everybody's.
  private(set) var refusedTenants: Set<TenantID> = []

  init() {}

  /// - Parameter refusals: of all messages, in the order of the rows; `nil` where one was added.
  init(_ rows: [ClaimOutbox.Row], refusals: [RedisError?]) {
    var answers = refusals[...]
    for row in rows {
      var kept: [OutboxMessage] = []
      for (message, answer) in zip(row.messages, answers) {
        guard let refusal = answer else { continue }
        kept.append(message)
        firstRefusal = firstRefusal ?? refusal
        if refusal.isRefusal, refusal.code != .server("OOM") { refusedTenants.insert(row.tenantID) }
      }
      answers = answers.dropFirst(row.messages.count)
      addedCount += row.messages.count - kept.count
      if kept.isEmpty { published.append(row) } else { rest.append((row, kept)) }
    }
  }
}
