public import EventModel
public import PostgresClient

/// Events outside the months in which the folds of one of their conversations look for them, and that no mark stands for;
/// the first few, with their number.
public struct FindUnreached: PostgresStatement {
  public struct Row: Sendable {
    public let key: ConversationKey
    public let eventID: EventID
    public let count: Int64
  }

  private let countMax: Int

  public init(countMax: Int) {
    self.countMax = countMax
  }

  public static let sql = """
    SELECT concerned.tenant_id, concerned.conversation_state_id, concerned.event_id, count(*) OVER ()
    FROM (
      SELECT tenant_id, conversation_state_id, event_id, occurred_at FROM learning.events
      UNION ALL
      SELECT link.tenant_id, link.conversation_state_id, link.event_id, key.occurred_at
      FROM learning.event_conversations AS link
      JOIN learning.event_keys AS key ON key.tenant_id = link.tenant_id AND key.event_id = link.event_id
    ) AS concerned
    JOIN learning.conversations AS conversation USING (tenant_id, conversation_state_id)
    WHERE (concerned.occurred_at < conversation.events_from OR concerned.occurred_at >= conversation.events_to)
      AND NOT EXISTS (
        SELECT FROM learning.due_conversations AS due
        WHERE due.tenant_id = concerned.tenant_id AND due.conversation_state_id = concerned.conversation_state_id
          AND due.events_from <= concerned.occurred_at AND concerned.occurred_at < due.events_to)
    ORDER BY concerned.tenant_id, concerned.conversation_state_id, concerned.event_id
    LIMIT $1
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(key: try row.conversationKey(), eventID: try row.identifier(), count: try row.int64())
  }
}
