public import EventModel
public import PostgresClient

/// Locks the conversations of pending outcomes whose window has closed, the oldest first; what others hold is passed over.
///
/// The conversation is the only lock: were outcomes locked too, two closers with outcomes of each other's conversations
/// would wait for each other. A conversation comes once for each of its outcomes.
public struct ClaimOverdue: PostgresStatement {
  public typealias Row = DatedConversation

  private let now: Timestamp
  private let countMax: Int
  private let resting: RestingConversations

  /// - Parameters:
  ///   - now: windows that ended before it are closed.
  ///   - countMax: outcomes at most.
  ///   - resting: conversations that are left alone.
  public init(now: Timestamp, countMax: Int, resting: RestingConversations = .none) {
    self.now = now
    self.countMax = countMax
    self.resting = resting
  }

  public static let sql = """
    SELECT held.tenant_id, held.conversation_state_id, held.events_from, held.events_to
    FROM learning.outcome_records AS outcome
    JOIN learning.conversations AS held USING (tenant_id, conversation_state_id)
    WHERE outcome.outcome_status = 'pending' AND outcome.window_expires_at < $1
      AND outcome.tenant_id <> ALL ($5::uuid[])
      AND (outcome.tenant_id, outcome.conversation_state_id) NOT IN (SELECT * FROM unnest($3::uuid[], $4::uuid[]))
    ORDER BY outcome.window_expires_at
    LIMIT $2
    FOR UPDATE OF held SKIP LOCKED
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(now))
    parameters.append(Int64(countMax))
    parameters.append(resting)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> DatedConversation {
    try row.datedConversation()
  }
}
