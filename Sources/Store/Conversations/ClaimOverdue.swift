public import EventModel
public import PostgresClient

/// Locks pending outcomes whose window has closed, the oldest first, and returns their conversations.
///
/// The lock only keeps several closers off the same outcomes; the conversation must still be claimed.
public struct ClaimOverdue: PostgresStatement {
  public typealias Row = ConversationKey

  private let now: Timestamp
  private let countMax: Int

  public init(now: Timestamp, countMax: Int) {
    self.now = now
    self.countMax = countMax
  }

  public static let sql = """
    SELECT tenant_id, conversation_state_id
    FROM learning.outcome_records
    WHERE outcome_status = 'pending' AND window_expires_at < $1
    ORDER BY window_expires_at
    LIMIT $2
    FOR UPDATE SKIP LOCKED
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(now))
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> ConversationKey {
    try row.conversationKey()
  }
}
