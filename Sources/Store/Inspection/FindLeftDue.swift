public import EventModel
public import PostgresClient

/// Conversations that have been due for longer than any work in progress takes: marks of busy conversations and labels
/// since before one time, those of a changed setting, of which there can be millions, since before another. Those of
/// ``FindUnregisteredMarks`` are left to it. The first few, with their number.
public struct FindLeftDue: PostgresStatement {
  public struct Row: Sendable {
    public let key: ConversationKey
    public let count: Int64
  }

  private let before: Timestamp
  private let settingBefore: Timestamp
  private let countMax: Int

  public init(before: Timestamp, settingBefore: Timestamp, countMax: Int) {
    self.before = before
    self.settingBefore = settingBefore
    self.countMax = countMax
  }

  public static let sql = """
    SELECT tenant_id, conversation_state_id, count(*) OVER ()
    FROM learning.due_conversations
    JOIN learning.conversations USING (tenant_id, conversation_state_id)
    WHERE due_since < CASE WHEN reason = 'setting' THEN $3 ELSE $1 END
    GROUP BY tenant_id, conversation_state_id
    ORDER BY tenant_id, conversation_state_id
    LIMIT $2
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(before))
    parameters.append(Int64(countMax))
    parameters.append(PostgresTimestamp(settingBefore))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(key: try row.conversationKey(), count: try row.int64())
  }
}
