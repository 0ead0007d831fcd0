import EventModel
public import PostgresClient

/// The months of some conversations. One that has no row isn't among the answers.
public struct LoadMonths: PostgresStatement {
  public typealias Row = DatedConversation

  private let keys: [ConversationKey]

  public init(of keys: [ConversationKey]) {
    self.keys = keys
  }

  public static let sql = """
    SELECT conversation.tenant_id, conversation.conversation_state_id, conversation.events_from, conversation.events_to
    FROM unnest($1::uuid[], $2::uuid[]) AS wanted (tenant_id, conversation_state_id)
    JOIN learning.conversations AS conversation USING (tenant_id, conversation_state_id)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> DatedConversation {
    try row.datedConversation()
  }
}
