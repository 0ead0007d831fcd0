public import Alerts
public import EventModel
import FoundationEssentials
public import PostgresClient

/// Ends a silence that isn't over; nothing is returned where there is no such one.
public struct LiftAlertSilence: PostgresStatement {
  public typealias Row = AlertSilenceID

  private let id: AlertSilenceID
  private let tenant: TenantID
  private let person: String
  private let now: Timestamp

  public init(_ id: AlertSilenceID, of tenant: TenantID, by person: String, now: Timestamp) {
    self.id = id
    self.tenant = tenant
    self.person = person
    self.now = now
  }

  // One that never was in force still ends after it starts.
  public static let sql = """
    UPDATE learning.alert_silences SET ends_at = greatest($3, starts_at + interval '1 microsecond'), lifted_by = $4
    WHERE tenant_id = $1 AND silence_id = $2 AND ends_at > $3
    RETURNING silence_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(id.uuid)
    parameters.append(PostgresTimestamp(now))
    parameters.append(person)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> AlertSilenceID {
    try row.identifier()
  }
}
