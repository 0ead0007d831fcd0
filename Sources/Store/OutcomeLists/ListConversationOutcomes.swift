import EventModel
public import PostgresClient

/// Every outcome of one conversation, in the order of the actions.
public struct ListConversationOutcomes: PostgresStatement {
  public typealias Row = OutcomeRow

  private let key: ConversationKey

  public init(_ key: ConversationKey) {
    self.key = key
  }

  public static let sql = """
    SELECT \(OutcomeRow.columns) FROM learning.outcome_records
    WHERE conversation_state_id = $2 AND tenant_id = $1
    ORDER BY acted_at, action_event_id, is_primary DESC, outcome_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.conversationID.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> OutcomeRow {
    try OutcomeRow(&row)
  }
}
