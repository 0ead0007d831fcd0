public import Alerts
public import EventModel
public import PostgresClient

/// A tenant's alerts, the newest first.
public struct PageAlerts: PostgresStatement {
  public typealias Row = Alert

  private let tenant: TenantID
  private let filter: AlertFilter
  private let position: AlertPosition?
  private let countMax: Int

  /// - Parameter position: where the page before ended.
  public init(of tenant: TenantID, _ filter: AlertFilter, after position: AlertPosition?, countMax: Int) {
    self.tenant = tenant
    self.filter = filter
    self.position = position
    self.countMax = countMax
  }

  public static let sql = """
    SELECT \(AlertRow.columns) FROM learning.alerts
    WHERE tenant_id = $1 AND ($2::text IS NULL OR state = $2) AND (NOT $3::boolean OR resolved_at IS NULL)
      AND ($4::timestamptz IS NULL OR (opened_at, alert_id) < ($4, $5::uuid))
    ORDER BY opened_at DESC, alert_id DESC
    LIMIT $6
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(filter.state?.rawValue)
    parameters.append(filter.isOpen)
    parameters.append(position.map { PostgresTimestamp($0.openedAt) })
    parameters.append(position?.id.uuid)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Alert {
    try AlertRow.decode(&row)
  }
}
