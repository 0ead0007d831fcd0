public import PostgresClient

/// What waits inside PostgreSQL, and what was recorded.
public struct CountWork: PostgresStatement {
  public struct Row: Sendable {
    public let dueConversationCount: Int64
    public let outboxCount: Int64
  }

  public init() {}

  public static let sql = """
    SELECT (SELECT count(DISTINCT (tenant_id, conversation_state_id)) FROM learning.due_conversations),
      (SELECT count(*) FROM learning.outbox)
    """

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(dueConversationCount: try row.int64(), outboxCount: try row.int64())
  }
}
