public import EventModel
public import PostgresClient

/// Removes every row of some conversations of a tenant but their samples and marks. What they share with conversations that
/// stay must have been taken apart before, and the transaction keeps folds of the tenant away.
public struct RemoveConversations: PostgresStatement {
  /// A table, and how many rows of it are gone.
  public struct Row: Sendable {
    public let table: String
    public let count: Int64
  }

  /// The tables whose rows name the conversation that they are of.
  public static let tables = [
    "conversations", "conversions", "event_conversations", "event_keys", "events", "feedback_entries",
    "feedback_prompts", "outcome_labels", "outcome_records",
  ]

  private let tenant: TenantID
  private let conversations: [ConversationID]

  public init(_ conversations: [ConversationID], of tenant: TenantID) {
    self.tenant = tenant
    self.conversations = conversations
  }

  public static let sql: String = {
    let deletions = tables.map { "gone_\($0) AS (\(deletion(from: $0)) RETURNING 1)" }
    let counts = tables.map { "SELECT '\($0)' AS name, count(*) AS count FROM gone_\($0)" }
    return "WITH \(deletions.joined(separator: ", "))\n\(counts.joined(separator: "\nUNION ALL\n"))"
  }()

  // A key has no index by its conversation: it is found by its event.
  private static func deletion(from table: String) -> String {
    switch table {
    case "event_keys":
      """
      DELETE FROM learning.event_keys AS key
      USING learning.events AS event
      WHERE event.tenant_id = $1 AND event.conversation_state_id = ANY ($2::uuid[])
        AND key.tenant_id = $1 AND key.event_id = event.event_id
      """
    default: "DELETE FROM learning.\(table) WHERE tenant_id = $1 AND conversation_state_id = ANY ($2::uuid[])"
    }
  }

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(conversations.map(\.uuid))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(table: try row.string(), count: try row.int64())
  }
}
