public import EventModel
public import PostgresClient

/// Conversions whose signal, or one of whose actions, isn't recorded, and conversions that credit an action twice; the
/// first few of either, with their number.
public struct FindStrayConversions: PostgresStatement {
  public struct Row: Sendable {
    public let key: ConversationKey
    public let signal: EventID
    /// Whether an action is credited twice, all being recorded.
    public let isDoubled: Bool
    /// Of the same sort.
    public let count: Int64
  }

  private let countMax: Int

  /// - Parameter countMax: of each sort.
  public init(countMax: Int) {
    self.countMax = countMax
  }

  public static let sql = """
    SELECT tenant_id, conversation_state_id, signal_event_id, is_doubled, count
    FROM (
      SELECT tenant_id, conversation_state_id, signal_event_id, NOT is_stray AS is_doubled,
        count(*) OVER (PARTITION BY is_stray) AS count,
        row_number() OVER (
          PARTITION BY is_stray ORDER BY tenant_id, conversation_state_id, signal_event_id) AS position
      FROM (
        SELECT conversion.tenant_id, conversion.conversation_state_id, conversion.signal_event_id,
          signal.event_id IS NULL OR count(action.event_id) < count(*) AS is_stray
        FROM learning.conversions AS conversion
        CROSS JOIN LATERAL unnest(conversion.action_event_ids) AS touch (event_id)
        LEFT JOIN learning.events AS action
          ON action.tenant_id = conversion.tenant_id AND action.event_id = touch.event_id
            AND action.event_type = 'agent.action'
        LEFT JOIN learning.events AS signal
          ON signal.tenant_id = conversion.tenant_id AND signal.event_id = conversion.signal_event_id
        GROUP BY conversion.tenant_id, conversion.conversation_state_id, conversion.signal_event_id, signal.event_id
        HAVING signal.event_id IS NULL OR count(action.event_id) < count(*)
          OR count(DISTINCT touch.event_id) < count(*)
      ) AS stray
    ) AS numbered
    WHERE position <= $1
    ORDER BY is_doubled, tenant_id, conversation_state_id, signal_event_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      key: try row.conversationKey(),
      signal: try row.identifier(),
      isDoubled: try row.bool(),
      count: try row.int64()
    )
  }
}
