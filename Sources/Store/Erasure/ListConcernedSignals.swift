public import EventModel
public import PostgresClient

/// The signals whose conversions change when a conversation goes: its own, and those that it shares with others, which are
/// then shared by fewer.
public struct ListConcernedSignals: PostgresStatement {
  public typealias Row = EventID

  private let key: ConversationKey

  public init(of key: ConversationKey) {
    self.key = key
  }

  public static let sql = """
    SELECT signal_event_id FROM learning.conversions WHERE tenant_id = $1 AND conversation_state_id = $2
    UNION
    SELECT event_id FROM learning.event_conversations WHERE tenant_id = $1 AND conversation_state_id = $2
    UNION
    SELECT event_id FROM learning.events
    WHERE tenant_id = $1 AND conversation_state_id = $2 AND event_type = 'deal.stage'
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.conversationID.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> EventID {
    try row.identifier()
  }
}
