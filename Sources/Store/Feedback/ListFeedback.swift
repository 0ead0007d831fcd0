public import EventModel
public import PostgresClient

/// Everything that was said about some conversations, in the order of time.
public struct ListFeedback: PostgresStatement {
  public typealias Row = FeedbackRow

  private let conversations: [ConversationID]
  private let tenant: TenantID

  public init(on conversations: some Sequence<ConversationID>, of tenant: TenantID) {
    self.conversations = Array(conversations)
    self.tenant = tenant
  }

  public static let sql = """
    SELECT \(FeedbackRow.columns) FROM learning.feedback_entries
    WHERE tenant_id = $1 AND conversation_state_id = ANY($2)
    ORDER BY created_at, feedback_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(conversations.map(\.uuid))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> FeedbackRow {
    try FeedbackRow(&row)
  }
}
