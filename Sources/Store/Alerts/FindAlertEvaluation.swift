public import EventModel
public import PostgresClient

/// When a tenant's alerts were last evaluated; no row where nobody has.
public struct FindAlertEvaluation: PostgresStatement {
  public typealias Row = Timestamp

  private let tenant: TenantID

  public init(of tenant: TenantID) {
    self.tenant = tenant
  }

  public static let sql = """
    SELECT evaluated_at FROM learning.alert_evaluations WHERE tenant_id = $1 AND evaluated_at IS NOT NULL
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Timestamp {
    try row.time()
  }
}
