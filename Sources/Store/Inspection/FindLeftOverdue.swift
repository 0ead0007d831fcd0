public import EventModel
public import PostgresClient

/// Pending outcomes whose window has been closed for longer than any sweep takes, and that nobody has written since. The
/// first few, with their number.
public struct FindLeftOverdue: PostgresStatement {
  public struct Row: Sendable {
    public let key: ConversationKey
    public let outcomeID: OutcomeID
    public let count: Int64
  }

  private let before: Timestamp
  private let countMax: Int

  public init(before: Timestamp, countMax: Int) {
    self.before = before
    self.countMax = countMax
  }

  public static let sql = """
    SELECT tenant_id, conversation_state_id, outcome_id, count(*) OVER ()
    FROM learning.outcome_records
    WHERE outcome_status = 'pending' AND window_expires_at < $1 AND updated_at < $1
    ORDER BY tenant_id, conversation_state_id, outcome_id
    LIMIT $2
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(before))
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(key: try row.conversationKey(), outcomeID: try row.identifier(), count: try row.int64())
  }
}
