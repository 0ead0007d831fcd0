public import EventModel
public import PostgresClient

/// Conversions whose credits don't sum to 1,000,000; the first few, with their number.
public struct FindBrokenConversions: PostgresStatement {
  public struct Row: Sendable {
    public let key: ConversationKey
    public let signal: EventID
    public let count: Int64
  }

  private let countMax: Int

  public init(countMax: Int) {
    self.countMax = countMax
  }

  public static let sql = """
    SELECT tenant_id, conversation_state_id, signal_event_id, count(*) OVER ()
    FROM learning.conversions
    WHERE (SELECT sum(micros) FROM unnest(credit_micros) AS micros) IS DISTINCT FROM 1000000
    ORDER BY tenant_id, conversation_state_id, signal_event_id
    LIMIT $1
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(key: try row.conversationKey(), signal: try row.identifier(), count: try row.int64())
  }
}
