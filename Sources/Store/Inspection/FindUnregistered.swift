public import PostgresClient

/// Events whose conversation has no row, so that nobody could ever fold it; the first few, with their number.
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
    SELECT event.tenant_id, event.event_id, count(*) OVER ()
    FROM learning.events AS event
    WHERE NOT EXISTS (
      SELECT FROM learning.conversations AS conversation
      WHERE conversation.tenant_id = event.tenant_id
        AND conversation.conversation_state_id = event.conversation_state_id)
    LIMIT $1
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(key: try row.eventKey(), count: try row.int64())
  }
}
