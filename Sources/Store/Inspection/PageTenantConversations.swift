public import EventModel
public import PostgresClient

/// The next page of one tenant's conversations, in the order of their ids.
public struct PageTenantConversations: PostgresStatement {
  public typealias Row = DatedConversation

  private let tenantID: TenantID
  private let last: ConversationID?
  private let countMax: Int

  public init(of tenantID: TenantID, after last: ConversationID?, countMax: Int) {
    self.tenantID = tenantID
    self.last = last
    self.countMax = countMax
  }

  public static let sql = """
    SELECT tenant_id, conversation_state_id, events_from, events_to
    FROM learning.conversations
    WHERE tenant_id = $1 AND ($2::uuid IS NULL OR conversation_state_id > $2)
    ORDER BY conversation_state_id
    LIMIT $3
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenantID.uuid)
    parameters.append(last?.uuid)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> DatedConversation {
    try row.datedConversation()
  }
}
