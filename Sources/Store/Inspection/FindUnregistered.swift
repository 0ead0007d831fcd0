public import PostgresClient

/// Events one of whose conversations has no row, so that nobody could ever fold it; the first few, with their number.
public struct FindUnregistered: PostgresStatement {
  public struct Row: Sendable {
    public let key: EventKey
    public let count: Int64
  }

  private let countMax: Int

  public init(countMax: Int) {
    self.countMax = countMax
  }

  public static let sql = """
    SELECT concerned.tenant_id, concerned.event_id, count(*) OVER ()
    FROM (
      SELECT tenant_id, event_id, conversation_state_id FROM learning.events
      UNION ALL
      SELECT tenant_id, event_id, conversation_state_id FROM learning.event_conversations
    ) AS concerned
    WHERE NOT EXISTS (
      SELECT FROM learning.conversations AS conversation
      WHERE conversation.tenant_id = concerned.tenant_id
        AND conversation.conversation_state_id = concerned.conversation_state_id)
    GROUP BY concerned.tenant_id, concerned.event_id
    ORDER BY concerned.tenant_id, concerned.event_id
    LIMIT $1
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(key: try row.eventKey(), count: try row.int64())
  }
}
