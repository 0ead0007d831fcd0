public import PostgresClient

/// Locks marks of due conversations, the oldest first. Read the history only afterwards: then it holds what each mark stands for.
public struct ClaimDue: PostgresStatement {
  public struct Row: Sendable {
    public let key: ConversationKey
    public let dueID: Int64
  }

  private let countMax: Int
  private let resting: RestingConversations

  /// - Parameters:
  ///   - countMax: marks at most.
  ///   - resting: conversations whose marks are left alone.
  public init(countMax: Int, resting: RestingConversations = .none) {
    self.countMax = countMax
    self.resting = resting
  }

  public static let sql = """
    SELECT tenant_id, conversation_state_id, due_id
    FROM learning.due_conversations
    WHERE tenant_id <> ALL ($4::uuid[])
      AND (tenant_id, conversation_state_id) NOT IN (SELECT * FROM unnest($2::uuid[], $3::uuid[]))
    ORDER BY due_id
    LIMIT $1
    FOR UPDATE SKIP LOCKED
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
    parameters.append(resting)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(key: try row.conversationKey(), dueID: try row.int64())
  }
}
