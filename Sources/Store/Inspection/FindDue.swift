public import PostgresClient

/// Which of some conversations are marked due.
public struct FindDue: PostgresStatement {
  public typealias Row = ConversationKey

  private let keys: [ConversationKey]

  public init(_ keys: [ConversationKey]) {
    self.keys = keys
  }

  public static let sql = """
    SELECT DISTINCT tenant_id, conversation_state_id
    FROM learning.due_conversations
    JOIN unnest($1::uuid[], $2::uuid[]) AS wanted (tenant_id, conversation_state_id)
      USING (tenant_id, conversation_state_id)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> ConversationKey {
    try row.conversationKey()
  }
}
