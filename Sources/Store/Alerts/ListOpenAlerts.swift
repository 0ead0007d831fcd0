public import Alerts
public import EventModel
public import PostgresClient

/// Every alert of a tenant that is open: at most one for each rule and subject.
public struct ListOpenAlerts: PostgresStatement {
  public typealias Row = Alert

  private let tenant: TenantID

  public init(of tenant: TenantID) {
    self.tenant = tenant
  }

  // Locked, so that nobody acknowledges one between this look and its end.
  public static let sql = """
    SELECT \(AlertRow.columns) FROM learning.alerts
    WHERE tenant_id = $1 AND resolved_at IS NULL
    ORDER BY rule, subject
    FOR UPDATE
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Alert {
    try AlertRow.decode(&row)
  }
}
