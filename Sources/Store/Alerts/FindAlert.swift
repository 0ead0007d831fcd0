public import Alerts
public import EventModel
public import PostgresClient

/// One alert of a tenant.
public struct FindAlert: PostgresStatement {
  public typealias Row = Alert

  private let id: AlertID
  private let tenant: TenantID

  public init(_ id: AlertID, of tenant: TenantID) {
    self.id = id
    self.tenant = tenant
  }

  public static let sql = """
    SELECT \(AlertRow.columns) FROM learning.alerts WHERE tenant_id = $1 AND alert_id = $2
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(id.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Alert {
    try AlertRow.decode(&row)
  }
}
