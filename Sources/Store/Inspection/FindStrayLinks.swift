public import EventModel
public import PostgresClient

/// Links of conversations to events that aren't recorded, and links to the conversation that the event names anyway, which
/// would count it twice; the first few of either, with their number.
public struct FindStrayLinks: PostgresStatement {
  public struct Row: Sendable {
    public let key: ConversationKey
    public let eventID: EventID
    /// Whether the event is recorded, and in this conversation already.
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
    SELECT tenant_id, conversation_state_id, event_id, is_doubled, count
    FROM (
      SELECT link.tenant_id, link.conversation_state_id, link.event_id, event.event_id IS NOT NULL AS is_doubled,
        count(*) OVER (PARTITION BY event.event_id IS NOT NULL) AS count,
        row_number() OVER (
          PARTITION BY event.event_id IS NOT NULL
          ORDER BY link.tenant_id, link.conversation_state_id, link.event_id) AS position
      FROM learning.event_conversations AS link
      LEFT JOIN learning.events AS event ON event.tenant_id = link.tenant_id AND event.event_id = link.event_id
      WHERE event.event_id IS NULL OR event.conversation_state_id = link.conversation_state_id
    ) AS stray
    WHERE position <= $1
    ORDER BY is_doubled, tenant_id, conversation_state_id, event_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      key: try row.conversationKey(),
      eventID: try row.identifier(),
      isDoubled: try row.bool(),
      count: try row.int64()
    )
  }
}
