public import EventModel
public import PostgresClient

/// Pending outcomes of some types whose window is open, in the order in which their windows close: those of a page that have
/// a signal in their window, which may decide them, and the last one of the page.
public struct PagePendingOutcomes: PostgresStatement {
  public struct Row: Sendable, Equatable {
    public let conversation: ConversationKey
    public let outcomeID: OutcomeID
    public let windowExpiresAt: Timestamp
    /// Whether a reply or a stage of the conversation lies in the window.
    public let hasSignal: Bool
  }

  private let types: [OutcomeType]
  private let now: Timestamp
  private let after: Row?
  private let countMax: Int

  /// - Parameters:
  ///   - now: windows that ended before it are the sweep's.
  ///   - after: the last row of the page before.
  ///   - countMax: outcomes of a page at most.
  public init(_ types: [OutcomeType], now: Timestamp, after: Row?, countMax: Int) {
    self.types = types
    self.now = now
    self.after = after
    self.countMax = countMax
  }

  public static let sql = """
    WITH page AS MATERIALIZED (
      SELECT tenant_id, conversation_state_id, outcome_id, acted_at, window_expires_at,
        row_number() OVER (ORDER BY window_expires_at, outcome_id) AS number, count(*) OVER () AS total
      FROM (
        SELECT tenant_id, conversation_state_id, outcome_id, acted_at, window_expires_at
        FROM learning.outcome_records
        WHERE outcome_status = 'pending' AND window_expires_at >= $2 AND outcome_type = ANY ($1)
          AND ($3::uuid IS NULL OR (window_expires_at, outcome_id) > ($4, $3))
        ORDER BY window_expires_at, outcome_id
        LIMIT $5
      ) AS taken
    )
    SELECT tenant_id, conversation_state_id, outcome_id, window_expires_at, has_signal
    FROM (
      SELECT *, EXISTS (
        SELECT FROM learning.events AS signal
        WHERE signal.tenant_id = page.tenant_id AND signal.conversation_state_id = page.conversation_state_id
          AND event_type <> 'agent.action' AND occurred_at BETWEEN acted_at AND window_expires_at
      ) OR EXISTS (
        SELECT FROM learning.event_conversations AS other
        JOIN learning.event_keys AS signal USING (tenant_id, event_id)
        WHERE other.tenant_id = page.tenant_id AND other.conversation_state_id = page.conversation_state_id
          AND signal.occurred_at BETWEEN acted_at AND window_expires_at
      ) AS has_signal
      FROM page
    ) AS looked
    WHERE has_signal OR number = total
    ORDER BY window_expires_at, outcome_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(types.map(\.rawValue))
    parameters.append(PostgresTimestamp(now))
    parameters.append(after?.outcomeID.uuid)
    parameters.append(after.map { PostgresTimestamp($0.windowExpiresAt) })
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      conversation: try row.conversationKey(),
      outcomeID: try row.identifier(),
      windowExpiresAt: try row.time(),
      hasSignal: try row.bool()
    )
  }
}
