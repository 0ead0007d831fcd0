public import EventModel
public import PostgresClient

/// Locks rows of messages that nobody else is publishing, the oldest first. Claimed by state, never by "the id after the last
/// one": the order of ids is not the order of commits.
public struct ClaimOutbox: PostgresStatement {
  public struct Row: Sendable {
    public let outboxID: Int64
    public let tenantID: TenantID
    /// Of one stream, in the order in which they are to be published; at least one.
    public let messages: [OutboxMessage]
  }

  private let countMax: Int
  private let resting: [TenantID]

  /// - Parameters:
  ///   - countMax: rows at most, each of up to ``AppendOutbox/messageCountMax`` messages.
  ///   - resting: tenants whose messages are left alone.
  public init(countMax: Int, resting: [TenantID] = []) {
    self.countMax = countMax
    self.resting = resting
  }

  public static let sql = """
    SELECT outbox_id, tenant_id, event_type, occurred_at, event_ids, data
    FROM learning.outbox
    WHERE tenant_id <> ALL ($2::uuid[])
    ORDER BY outbox_id
    LIMIT $1
    FOR UPDATE SKIP LOCKED
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
    parameters.append(resting.map(\.uuid))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let outboxID = try row.int64()
    let tenantID: TenantID = try row.identifier()
    let eventType: EventType = try row.word()
    let occurredAt = try row.time()
    let messages = zip(try row.uuidArray(), try row.array(of: String.self)).map { eventID, data in
      OutboxMessage(
        tenantID: tenantID,
        eventID: EventID(eventID),
        eventType: eventType,
        occurredAt: occurredAt,
        data: data
      )
    }
    return Row(outboxID: outboxID, tenantID: tenantID, messages: messages)
  }
}
