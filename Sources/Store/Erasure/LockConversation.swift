import EventModel
public import PostgresClient

/// Waits until nobody folds a conversation, and keeps others from beginning until the end of the transaction. Ask before
/// ``ExcludeFolds``: whoever holds the row may be waiting for the settings.
public struct LockConversation: PostgresStatement {
  public typealias Row = ConversationKey

  private let key: ConversationKey

  public init(_ key: ConversationKey) {
    self.key = key
  }

  public static let sql = """
    SELECT tenant_id, conversation_state_id FROM learning.conversations
    WHERE tenant_id = $1 AND conversation_state_id = $2
    FOR UPDATE
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.conversationID.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> ConversationKey {
    try row.conversationKey()
  }
}
