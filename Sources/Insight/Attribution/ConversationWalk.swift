import EventModel
import PostgresClient
import Resolution
import Store

/// Reads every conversation of a tenant once, in the order of their ids and in bounded pages.
struct ConversationWalk {
  private static let conversationCountMax = 500
  /// A page with more events makes the next one half as long: conversations can be long.
  private static let eventCountMax = 20_000

  let tenant: TenantID
  let transaction: PostgresTransaction

  /// - Parameter readsFacts: whether `body` gets what the fold doesn't read, by event.
  func run(
    readsFacts: Bool,
    _ body: (StoredConversation, [EventID: LoadAttributionFacts.Row]) throws -> Void
  ) async throws {
    var last: ConversationID?
    var countMax = 64
    while true {
      let page = try await transaction.send(PageTenantConversations(of: tenant, after: last, countMax: countMax))
      if page.isEmpty { return }
      let conversations = try await StoredConversation.read(page, in: transaction)
      var facts = Array(repeating: [EventID: LoadAttributionFacts.Row](), count: page.count)
      if readsFacts {
        for row in try await transaction.send(LoadAttributionFacts(page)) { facts[row.index][row.eventID] = row }
      }
      for (conversation, facts) in zip(conversations, facts) { try body(conversation, facts) }
      let eventCount = conversations.reduce(0) { $0 + $1.history.eventCount }
      countMax = eventCount > Self.eventCountMax ? max(1, countMax / 2) : min(Self.conversationCountMax, countMax * 2)
      last = page.last?.key.conversationID
    }
  }
}
