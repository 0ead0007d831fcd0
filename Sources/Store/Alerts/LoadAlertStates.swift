import Alerts
public import EventModel
public import PostgresClient

/// What is remembered of a tenant's rules and subjects; rules that this program doesn't know are passed over.
public struct LoadAlertStates: PostgresStatement {
  public typealias Row = AlertStateRow

  private let tenant: TenantID

  public init(of tenant: TenantID) {
    self.tenant = tenant
  }

  public static let sql = """
    SELECT rule, subject, phase, phase_since, opened_at, noticed_at, missing_since, reference, mark, evaluated_at
    FROM learning.alert_states WHERE tenant_id = $1 AND rule = ANY ($2::text[])
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(AlertRuleName.allCases.map(\.rawValue))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> AlertStateRow {
    AlertStateRow(
      rule: try row.word(),
      subject: AlertSubject(try row.string()),
      state: AlertState(
        phase: try row.word(),
        since: try row.time(),
        openedAt: try row.optionalTime(),
        noticedAt: try row.optionalTime(),
        missingSince: try row.optionalTime(),
        reference: try row.optionalDouble(),
        mark: try row.optionalString(),
        evaluatedAt: try row.time()
      )
    )
  }
}
