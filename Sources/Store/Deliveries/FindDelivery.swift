public import EventModel
public import Notices
public import PostgresClient

/// One delivery of a tenant.
public struct FindDelivery: PostgresStatement {
  private let tenant: TenantID
  private let id: DeliveryID

  public init(_ id: DeliveryID, of tenant: TenantID) {
    self.tenant = tenant
    self.id = id
  }

  public static let sql = """
    SELECT \(DeliveryRow.columns) FROM learning.deliveries WHERE tenant_id = $1 AND delivery_id = $2
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(id.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> DeliveryRow {
    try DeliveryRow(&row)
  }
}
