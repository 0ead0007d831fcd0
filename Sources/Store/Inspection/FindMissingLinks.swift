public import EventModel
public import PostgresClient

/// Events that name a conversation which doesn't know of them: they are without effect there. The first few, with their
/// number.
public struct FindMissingLinks: PostgresStatement {
  public struct Row: Sendable {
    public let key: EventKey
    public let conversationID: ConversationID
    public let count: Int64
  }

  private let countMax: Int

  public init(countMax: Int) {
    self.countMax = countMax
  }

  /// What the payload names was checked before it was recorded: UUIDs all of them, in either case.
  public static let sql = """
    SELECT named.tenant_id, named.event_id, named.conversation_state_id, count(*) OVER ()
    FROM (
      SELECT DISTINCT event.tenant_id, event.event_id, name::uuid AS conversation_state_id,
        event.conversation_state_id AS first_id
      FROM learning.events AS event
      CROSS JOIN LATERAL (
        SELECT jsonb_array_elements_text(event.payload -> 'conversation_state_ids') AS name
        WHERE jsonb_typeof(event.payload -> 'conversation_state_ids') = 'array'
        UNION ALL
        SELECT nullif(event.payload ->> 'conversation_state_id', '')
      ) AS name
      WHERE event.event_type = 'deal.stage' AND name IS NOT NULL
    ) AS named
    WHERE named.conversation_state_id <> named.first_id
      AND NOT EXISTS (
        SELECT FROM learning.event_conversations AS link
        WHERE link.tenant_id = named.tenant_id AND link.event_id = named.event_id
          AND link.conversation_state_id = named.conversation_state_id)
    ORDER BY named.tenant_id, named.event_id, named.conversation_state_id
    LIMIT $1
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(key: try row.eventKey(), conversationID: try row.identifier(), count: try row.int64())
  }
}
