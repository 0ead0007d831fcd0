public import EventModel
public import PostgresClient

/// Locks messages that nobody else is publishing, the oldest first. Claimed by state, never by "the id after the last
/// one": the order of ids is not the order of commits.
public struct ClaimOutbox: PostgresStatement {
  public struct Row: Sendable {
    public let outboxID: Int64
    public let message: OutboxMessage
  }

  private let countMax: Int
  private let resting: [TenantID]

  /// - Parameters:
  ///   - countMax: messages at most.
  ///   - resting: tenants whose messages are left alone.
  public init(countMax: Int, resting: [TenantID] = []) {
    self.countMax = countMax
    self.resting = resting
  }

  public static let sql = """
    SELECT outbox_id, tenant_id, event_id, event_type, occurred_at, data
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
    return Row(
      outboxID: outboxID,
      message: OutboxMessage(
        tenantID: try row.identifier(),
        eventID: try row.identifier(),
        eventType: try row.word(),
        occurredAt: try row.time(),
        data: try row.string()
      )
    )
  }
}
