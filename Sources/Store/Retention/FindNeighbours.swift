public import PostgresClient

/// The conversations that have an event in common with some conversations, each pair once.
public struct FindNeighbours: PostgresStatement {
  public struct Row: Sendable {
    public let key: ConversationKey
    public let neighbour: ConversationKey
  }

  private let keys: [ConversationKey]

  public init(of keys: [ConversationKey]) {
    self.keys = keys
  }

  // An event of several conversations has a link to each of them but its first.
  public static let sql = """
    WITH shared AS MATERIALIZED (
      SELECT link.tenant_id, link.conversation_state_id AS wanted_id, link.event_id
      FROM unnest($1::uuid[], $2::uuid[]) AS wanted (tenant_id, conversation_state_id)
      JOIN learning.event_conversations AS link USING (tenant_id, conversation_state_id)
      UNION ALL
      SELECT event.tenant_id, event.conversation_state_id, event.event_id
      FROM unnest($1::uuid[], $2::uuid[]) AS wanted (tenant_id, conversation_state_id)
      JOIN learning.events AS event USING (tenant_id, conversation_state_id)
      WHERE event.event_type = 'deal.stage'
    )
    SELECT tenant_id, wanted_id, tenant_id, neighbour_id
    FROM (
      SELECT shared.tenant_id, shared.wanted_id, key.conversation_state_id AS neighbour_id
      FROM shared
      JOIN learning.event_keys AS key ON key.tenant_id = shared.tenant_id AND key.event_id = shared.event_id
      UNION
      SELECT shared.tenant_id, shared.wanted_id, other.conversation_state_id
      FROM shared
      JOIN learning.event_conversations AS other
        ON other.tenant_id = shared.tenant_id AND other.event_id = shared.event_id
    ) AS pair
    WHERE neighbour_id <> wanted_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(key: try row.conversationKey(), neighbour: try row.conversationKey())
  }
}
