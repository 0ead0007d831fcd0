import EventModel
public import PostgresClient

/// The next page of conversations, in the order of their key.
public struct PageConversations: PostgresStatement {
  public typealias Row = DatedConversation

  private let last: ConversationKey?
  private let countMax: Int

  public init(after last: ConversationKey?, countMax: Int) {
    self.last = last
    self.countMax = countMax
  }

  public static let sql = """
    SELECT tenant_id, conversation_state_id, events_from, events_to
    FROM learning.conversations
    WHERE $1::uuid IS NULL OR (tenant_id, conversation_state_id) > ($1, $2)
    ORDER BY tenant_id, conversation_state_id
    LIMIT $3
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(last?.tenantID.uuid)
    parameters.append(last?.conversationID.uuid)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> DatedConversation {
    try row.datedConversation()
  }
}
