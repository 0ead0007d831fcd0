public import EventModel
public import Notices
public import PostgresClient

/// Makes a delivery that was given up, or waits, due at once, with all its attempts before it again; returns whether it was
/// one. What is being sent, or was delivered, stays as it is.
public struct RetryDelivery: PostgresStatement {
  private let tenant: TenantID
  private let id: DeliveryID
  private let now: Timestamp

  public init(_ id: DeliveryID, of tenant: TenantID, now: Timestamp) {
    self.tenant = tenant
    self.id = id
    self.now = now
  }

  public static let sql = """
    UPDATE learning.deliveries
    SET state = 'waiting', next_attempt_at = $3, attempt_count = 0, first_attempt_at = NULL
    WHERE tenant_id = $1 AND delivery_id = $2 AND state IN ('waiting', 'failed', 'cancelled')
    RETURNING true
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(id.uuid)
    parameters.append(PostgresTimestamp(now))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Bool {
    try row.bool()
  }
}
