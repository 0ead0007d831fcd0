public import PostgresClient

/// Marks of conversations that have no row to lock, so that nobody can ever work them off; the first few conversations,
/// with their number.
public struct FindUnregisteredMarks: PostgresStatement {
  public struct Row: Sendable {
    public let key: ConversationKey
    public let count: Int64
  }

  private let countMax: Int

  public init(countMax: Int) {
    self.countMax = countMax
  }

  public static let sql = """
    SELECT due.tenant_id, due.conversation_state_id, count(*) OVER ()
    FROM learning.due_conversations AS due
    WHERE NOT EXISTS (
      SELECT FROM learning.conversations AS conversation
      WHERE conversation.tenant_id = due.tenant_id
        AND conversation.conversation_state_id = due.conversation_state_id)
    GROUP BY due.tenant_id, due.conversation_state_id
    ORDER BY due.tenant_id, due.conversation_state_id
    LIMIT $1
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(key: try row.conversationKey(), count: try row.int64())
  }
}
