public import Alerts
public import EventModel
public import PostgresClient

/// A tenant's silences that aren't over, those that end first first.
public struct ListAlertSilences: PostgresStatement {
  public typealias Row = AlertSilence

  static let columns = "silence_id, rule, subject, starts_at, ends_at, reason, created_by, created_at"

  private let tenant: TenantID
  private let now: Timestamp
  private let countMax: Int

  /// - Parameter now: those that end after it.
  public init(of tenant: TenantID, at now: Timestamp, countMax: Int) {
    self.tenant = tenant
    self.now = now
    self.countMax = countMax
  }

  public static let sql = """
    SELECT \(columns) FROM learning.alert_silences
    WHERE tenant_id = $1 AND ends_at > $2
    ORDER BY ends_at, silence_id
    LIMIT $3
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(PostgresTimestamp(now))
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> AlertSilence {
    AlertSilence(
      id: try row.identifier(),
      rule: try row.optionalWord(),
      subject: try row.optionalString().map(AlertSubject.init),
      startsAt: try row.time(),
      endsAt: try row.time(),
      reason: try row.string(),
      createdBy: try row.string(),
      createdAt: try row.time()
    )
  }
}
