public import EventModel
public import PostgresClient

/// The events that concern a conversation and others beside it.
public struct ListSharedEvents: PostgresStatement {
  public struct Row: Sendable {
    public let eventID: EventID
    public let eventType: EventType
    public let timestamp: Timestamp
    /// JSON text.
    public let payload: String
    /// The others, in ascending order; at least one.
    public let others: [ConversationID]
  }

  private let key: ConversationKey

  public init(of key: ConversationKey) {
    self.key = key
  }

  public static let sql = """
    SELECT event.event_id, event.event_type, event.occurred_at, event.payload, concerned.others
    FROM (
      SELECT link.event_id FROM learning.event_conversations AS link
      WHERE link.tenant_id = $1 AND link.conversation_state_id = $2
      UNION
      SELECT own.event_id FROM learning.events AS own
      JOIN learning.event_conversations AS link ON link.tenant_id = own.tenant_id AND link.event_id = own.event_id
      WHERE own.tenant_id = $1 AND own.conversation_state_id = $2 AND own.event_type = 'deal.stage'
    ) AS shared
    JOIN learning.event_keys AS key ON key.tenant_id = $1 AND key.event_id = shared.event_id
    JOIN learning.events AS event
      ON event.tenant_id = $1 AND event.conversation_state_id = key.conversation_state_id
        AND event.occurred_at = key.occurred_at AND event.event_id = key.event_id
    CROSS JOIN LATERAL (
      SELECT array_agg(other.id ORDER BY other.id) AS others
      FROM (
        SELECT event.conversation_state_id AS id
        UNION
        SELECT link.conversation_state_id FROM learning.event_conversations AS link
        WHERE link.tenant_id = $1 AND link.event_id = event.event_id
      ) AS other
      WHERE other.id <> $2
    ) AS concerned
    WHERE concerned.others IS NOT NULL
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.conversationID.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      eventID: try row.identifier(),
      eventType: try row.word(),
      timestamp: try row.time(),
      payload: try row.json().text,
      others: try row.uuidArray().map { ConversationID($0) }
    )
  }
}
