public import EventModel
public import PostgresClient

/// What waits inside PostgreSQL.
public struct CountWork: PostgresStatement {
  public struct Row: Sendable {
    public let dueConversationCount: Int64
    public let outboxCount: Int64
    /// Of the due conversations, those that a change of a setting has marked.
    public let settingDueCount: Int64
    /// When the first mark of a setting was made; `nil` where there is none.
    public let settingDueSince: Timestamp?
    /// Rows of changes that wait to be folded into roll-ups.
    public let rollupChangeCount: Int64
  }

  private let tenant: TenantID?

  /// - Parameter tenant: `nil` counts every tenant's.
  public init(of tenant: TenantID? = nil) {
    self.tenant = tenant
  }

  public static let sql = """
    SELECT
      (
        SELECT count(DISTINCT (tenant_id, conversation_state_id)) FROM learning.due_conversations
        WHERE $1::uuid IS NULL OR tenant_id = $1
      ),
      (SELECT coalesce(sum(message_count), 0) FROM learning.outbox WHERE $1::uuid IS NULL OR tenant_id = $1),
      setting.due_count, setting.due_since,
      (SELECT count(*) FROM learning.rollup_changes WHERE $1::uuid IS NULL OR tenant_id = $1)
    FROM (
      SELECT count(DISTINCT (tenant_id, conversation_state_id)) AS due_count, min(due_since) AS due_since
      FROM learning.due_conversations
      WHERE reason = 'setting' AND ($1::uuid IS NULL OR tenant_id = $1)
    ) AS setting
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant?.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      dueConversationCount: try row.int64(),
      outboxCount: try row.int64(),
      settingDueCount: try row.int64(),
      settingDueSince: try row.optionalTime(),
      rollupChangeCount: try row.int64()
    )
  }
}
