public import EventModel
public import PostgresClient

/// Locks the rows of the outbox that hold some messages, waiting for whoever is publishing them.
public struct LockOutboxMessages: PostgresStatement {
  public typealias Row = ClaimOutbox.Row

  private let tenant: TenantID
  private let eventIDs: [EventID]

  public init(_ eventIDs: [EventID], of tenant: TenantID) {
    self.tenant = tenant
    self.eventIDs = eventIDs
  }

  public static let sql = """
    SELECT outbox_id, tenant_id, event_type, occurred_at, event_ids, data
    FROM learning.outbox
    WHERE tenant_id = $1 AND event_ids && $2::uuid[]
    ORDER BY outbox_id
    FOR UPDATE
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(eventIDs.map(\.uuid))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    try ClaimOutbox.decode(&row)
  }
}
