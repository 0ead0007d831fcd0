public import EventModel
public import FoundationEssentials
public import PostgresClient

/// How the deliveries of one report or alert are, by channel and event.
public struct ListSubjectDeliveries: PostgresStatement {
  private let tenant: TenantID
  private let subject: UUID

  public init(of subject: UUID, tenant: TenantID) {
    self.subject = subject
    self.tenant = tenant
  }

  public static let sql = """
    SELECT \(DeliveryRow.columns) FROM learning.deliveries
    WHERE tenant_id = $1 AND subject_id = $2
    ORDER BY created_at, channel, delivery_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(subject)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> DeliveryRow {
    try DeliveryRow(&row)
  }
}
