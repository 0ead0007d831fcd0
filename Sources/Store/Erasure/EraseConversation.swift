import EventModel
public import PostgresClient

/// Removes every row of a conversation but its marks. What it shares with others must have been taken apart before.
public struct EraseConversation: PostgresStatement {
  /// A table, and how many rows of it are gone.
  public struct Row: Sendable {
    public let table: String
    public let count: Int64
  }

  /// The tables whose rows name the conversation that they are of.
  public static let tables = [
    "conversations", "conversions", "event_conversations", "events", "feedback_entries",
    "feedback_prompts", "outcome_labels", "outcome_records",
  ]

  private let key: ConversationKey

  public init(_ key: ConversationKey) {
    self.key = key
  }

  public static let sql: String = {
    let deletions = tables.map { table in
      """
      gone_\(table) AS (
        DELETE FROM learning.\(table) WHERE tenant_id = $1 AND conversation_state_id = $2 RETURNING 1
      )
      """
    }
    let counts = tables.map { "SELECT '\($0)' AS name, count(*) AS count FROM gone_\($0)" }
    return "WITH \(deletions.joined(separator: ", "))\n\(counts.joined(separator: "\nUNION ALL\n"))"
  }()

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.conversationID.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(table: try row.string(), count: try row.int64())
  }
}
