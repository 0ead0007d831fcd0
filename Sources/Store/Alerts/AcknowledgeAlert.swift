public import Alerts
public import EventModel
public import PostgresClient

/// Notes who takes care of an open alert. Who came first stays; nothing is returned where the alert is acknowledged
/// already, or not open.
public struct AcknowledgeAlert: PostgresStatement {
  public typealias Row = Alert

  private let id: AlertID
  private let tenant: TenantID
  private let person: String
  private let note: String?
  private let now: Timestamp

  public init(_ id: AlertID, of tenant: TenantID, by person: String, note: String?, now: Timestamp) {
    self.id = id
    self.tenant = tenant
    self.person = person
    self.note = note
    self.now = now
  }

  public static let sql = """
    UPDATE learning.alerts SET acknowledged_at = $3, acknowledged_by = $4, note = $5, revision = revision + 1
    WHERE tenant_id = $1 AND alert_id = $2 AND acknowledged_at IS NULL AND resolved_at IS NULL
    RETURNING \(AlertRow.columns)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(id.uuid)
    parameters.append(PostgresTimestamp(now))
    parameters.append(person)
    parameters.append(note)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Alert {
    try AlertRow.decode(&row)
  }
}
