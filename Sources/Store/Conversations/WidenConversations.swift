import EventModel
public import PostgresClient

/// Writes the months of conversations that the transaction holds, and whose events have come to lie in more of them.
public struct WidenConversations: PostgresStatement {
  private let conversations: [DatedConversation]

  public init(_ conversations: [DatedConversation]) {
    self.conversations = conversations
  }

  public static let sql = """
    UPDATE learning.conversations AS conversation
    SET events_from = least(conversation.events_from, wanted.events_from),
      events_to = greatest(conversation.events_to, wanted.events_to)
    FROM \(DatedConversation.unnested) AS wanted (tenant_id, conversation_state_id, events_from, events_to)
    WHERE conversation.tenant_id = wanted.tenant_id
      AND conversation.conversation_state_id = wanted.conversation_state_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(rows: conversations)
  }
}
