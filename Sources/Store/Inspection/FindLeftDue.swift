public import EventModel
public import PostgresClient

/// Conversations that have been due since before a time; the first few, with their number.
public struct FindLeftDue: PostgresStatement {
  public struct Row: Sendable {
    public let key: ConversationKey
    public let count: Int64
  }

  private let before: Timestamp
  private let countMax: Int

  public init(before: Timestamp, countMax: Int) {
    self.before = before
    self.countMax = countMax
  }

  public static let sql = """
    SELECT tenant_id, conversation_state_id, count(*) OVER ()
    FROM learning.due_conversations WHERE due_since < $1
    GROUP BY tenant_id, conversation_state_id
    LIMIT $2
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(before))
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(key: try row.conversationKey(), count: try row.int64())
  }
}
