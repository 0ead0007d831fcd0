public import EventModel

/// A conversation, with the tenant that it belongs to.
public struct ConversationKey: Hashable, Comparable, Sendable {
  public let tenantID: TenantID
  public let conversationID: ConversationID

  public init(tenantID: TenantID, conversationID: ConversationID) {
    self.tenantID = tenantID
    self.conversationID = conversationID
  }

  /// The order in which rows are locked, so that two transactions never wait for each other in a circle.
  public static func < (left: Self, right: Self) -> Bool {
    left.tenantID != right.tenantID ? left.tenantID < right.tenantID : left.conversationID < right.conversationID
  }
}
