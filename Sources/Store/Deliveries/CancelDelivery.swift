public import EventModel
public import Notices
public import PostgresClient

/// Decides against a delivery that waits; returns whether it did.
public struct CancelDelivery: PostgresStatement {
  private let tenant: TenantID
  private let id: DeliveryID

  public init(_ id: DeliveryID, of tenant: TenantID) {
    self.tenant = tenant
    self.id = id
  }

  public static let sql = """
    UPDATE learning.deliveries SET state = 'cancelled', next_attempt_at = NULL
    WHERE tenant_id = $1 AND delivery_id = $2 AND state = 'waiting'
    RETURNING true
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(id.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Bool {
    try row.bool()
  }
}
