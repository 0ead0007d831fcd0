public import EventModel
public import PostgresClient

/// What the schedules of some tenants are.
public struct ListScheduleDefinitions: PostgresStatement {
  public typealias Row = ScheduleDefinition

  private let tenants: [TenantID]

  public init(of tenants: [TenantID]) {
    self.tenants = tenants
  }

  public static let sql = """
    SELECT tenant_id, name, job, timing, time_zone, conflict_policy
    FROM learning.schedules
    WHERE tenant_id = ANY ($1)
    ORDER BY tenant_id, name
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenants.map(\.uuid))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    ScheduleDefinition(
      key: ScheduleKey(tenantID: try row.identifier(), name: try row.string()),
      job: try row.string(),
      timing: try row.string(),
      timeZone: try row.string(),
      conflictPolicy: try row.word()
    )
  }
}
