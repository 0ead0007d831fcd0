public import EventModel
public import PostgresClient

/// Why some conversations are due, and since when; the oldest mark first.
public struct FindDueMarks: PostgresStatement {
  public struct Row: Sendable {
    public let key: ConversationKey
    public let reason: DueReason
    public let since: Timestamp
  }

  private let keys: [ConversationKey]

  public init(_ keys: [ConversationKey]) {
    self.keys = keys
  }

  public static let sql = """
    SELECT due.tenant_id, due.conversation_state_id, due.reason, due.due_since
    FROM unnest($1::uuid[], $2::uuid[]) AS wanted (tenant_id, conversation_state_id)
    JOIN learning.due_conversations AS due USING (tenant_id, conversation_state_id)
    ORDER BY due.due_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(key: try row.conversationKey(), reason: try row.word(), since: try row.time())
  }
}
