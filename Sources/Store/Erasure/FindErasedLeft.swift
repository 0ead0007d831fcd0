import EventModel
public import PostgresClient

/// Rows of erased conversations that are there all the same; the first few, with their number. Events and outcomes are
/// looked for by their conversation, whose row they can't be without.
public struct FindErasedLeft: PostgresStatement {
  public struct Row: Sendable {
    public let key: ConversationKey
    public let table: String
    public let count: Int64
  }

  private static let tables = [
    "conversations", "due_conversations", "event_conversations", "feedback_entries", "feedback_prompts",
    "outcome_labels",
  ]

  private let countMax: Int

  public init(countMax: Int) {
    self.countMax = countMax
  }

  public static let sql = """
    SELECT named.tenant_id, named.conversation_state_id, named.name, count(*) OVER ()
    FROM (
      \(tables.map { "SELECT tenant_id, conversation_state_id, '\($0)' AS name FROM learning.\($0)" }
        .joined(separator: "\n  UNION\n  "))
    ) AS named
    JOIN learning.erased_conversations AS erased
      ON erased.tenant_id = named.tenant_id AND erased.conversation_hash
        = \(ErasedHash.sql(tenant: "named.tenant_id", id: "named.conversation_state_id"))
    WHERE EXISTS (SELECT FROM learning.erased_conversations)
    ORDER BY 1, 2, 3
    LIMIT $1
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(key: try row.conversationKey(), table: try row.string(), count: try row.int64())
  }
}
