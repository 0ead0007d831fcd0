public import PostgresClient

/// Locks marks of due conversations, the oldest first. Read the history only afterwards: then it holds what each mark stands for.
public struct ClaimDue: PostgresStatement {
  public struct Row: Sendable {
    public let key: ConversationKey
    public let dueID: Int64
  }

  private let countMax: Int

  public init(countMax: Int) {
    self.countMax = countMax
  }

  public static let sql = """
    SELECT tenant_id, conversation_state_id, due_id
    FROM learning.due_conversations
    ORDER BY due_id
    LIMIT $1
    FOR UPDATE SKIP LOCKED
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(key: try row.conversationKey(), dueID: try row.int64())
  }
}
