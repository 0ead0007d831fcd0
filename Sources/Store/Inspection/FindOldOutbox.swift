public import EventModel
public import PostgresClient

/// Messages that have waited in the outbox since before a time, in the order in which relays take them; the first few.
public struct FindOldOutbox: PostgresStatement {
  public struct Row: Sendable {
    public let tenantID: TenantID
    public let outboxID: Int64
    public let eventID: EventID
  }

  private let before: Timestamp
  private let countMax: Int

  public init(before: Timestamp, countMax: Int) {
    self.before = before
    self.countMax = countMax
  }

  public static let sql = """
    SELECT tenant_id, outbox_id, event_id
    FROM learning.outbox_messages
    WHERE occurred_at < $1
    ORDER BY outbox_id, position
    LIMIT $2
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(before))
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      tenantID: try row.identifier(),
      outboxID: try row.int64(),
      eventID: try row.identifier()
    )
  }
}
