public import EventModel
public import PostgresClient

/// Notes that a tenant's alerts were evaluated, by whoever holds them.
public struct NoteAlertEvaluation: PostgresStatement {
  private let tenant: TenantID
  private let at: Timestamp

  public init(of tenant: TenantID, at: Timestamp) {
    self.tenant = tenant
    self.at = at
  }

  public static let sql = """
    UPDATE learning.alert_evaluations SET evaluated_at = $2
    WHERE tenant_id = $1 AND (evaluated_at IS NULL OR evaluated_at < $2)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(PostgresTimestamp(at))
  }
}
