public import Alerts
public import EventModel
public import PostgresClient

/// Adds a silence.
public struct InsertAlertSilence: PostgresStatement {
  private let silence: AlertSilence
  private let tenant: TenantID

  public init(_ silence: AlertSilence, of tenant: TenantID) {
    self.silence = silence
    self.tenant = tenant
  }

  public static let sql = """
    INSERT INTO learning.alert_silences (tenant_id, \(ListAlertSilences.columns))
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(silence.id.uuid)
    parameters.append(silence.rule?.rawValue)
    parameters.append(silence.subject?.text)
    parameters.append(PostgresTimestamp(silence.startsAt))
    parameters.append(PostgresTimestamp(silence.endsAt))
    parameters.append(silence.reason)
    parameters.append(silence.createdBy)
    parameters.append(PostgresTimestamp(silence.createdAt))
  }
}
