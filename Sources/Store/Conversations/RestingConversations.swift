public import EventModel

/// Conversations, and whole tenants, that a claim leaves alone for now.
public struct RestingConversations: Sendable {
  public static let none = RestingConversations(conversations: [], tenants: [])

  public let conversations: [ConversationKey]
  public let tenants: [TenantID]

  /// - Parameters:
  ///   - conversations: single ones.
  ///   - tenants: those of which no conversation is claimed.
  public init(conversations: [ConversationKey], tenants: [TenantID]) {
    self.conversations = conversations
    self.tenants = tenants
  }
}
