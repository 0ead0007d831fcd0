public import PostgresClient

/// Events whose key is missing or says something else than they do, and keys without an event; the first few, with their
/// number. Without its key an event could be recorded a second time, and isn't found by its id.
public struct FindStrayKeys: PostgresStatement {
  public struct Row: Sendable {
    public let key: EventKey
    public let count: Int64
  }

  private let countMax: Int

  public init(countMax: Int) {
    self.countMax = countMax
  }

  public static let sql = """
    SELECT tenant_id, event_id, count(*) OVER ()
    FROM (
      SELECT tenant_id, event_id FROM (
        SELECT tenant_id, event_id, conversation_state_id, occurred_at, 1 AS side FROM learning.events
        UNION ALL
        SELECT tenant_id, event_id, conversation_state_id, occurred_at, -1 FROM learning.event_keys
      ) AS both_sides
      GROUP BY tenant_id, event_id, conversation_state_id, occurred_at
      HAVING sum(side) <> 0
    ) AS stray
    GROUP BY tenant_id, event_id
    ORDER BY tenant_id, event_id
    LIMIT $1
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(key: try row.eventKey(), count: try row.int64())
  }
}
