import EventModel
public import PostgresClient

/// Removes the marks of a conversation that is erased, and so gets no others. In a transaction of its own: whoever claims
/// marks may be waiting for what an erasure holds.
public struct ForgetErasedMarks: PostgresStatement {
  public typealias Row = Int64

  private let key: ConversationKey

  public init(of key: ConversationKey) {
    self.key = key
  }

  public static let sql = """
    WITH gone AS (
      DELETE FROM learning.due_conversations WHERE tenant_id = $1 AND conversation_state_id = $2 RETURNING 1
    )
    SELECT count(*) FROM gone
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.conversationID.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 {
    try row.int64()
  }
}
