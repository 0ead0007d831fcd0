public import EventModel
public import PostgresClient

/// Keeps claims for longer.
/// The rows are the claims that still hold.
public struct RenewSchedules: PostgresStatement {
  public typealias Row = ScheduleKey

  private let claims: [ScheduleClaim]
  private let leaseEnd: Timestamp

  public init(_ claims: [ScheduleClaim], leaseEnd: Timestamp) {
    self.claims = claims
    self.leaseEnd = leaseEnd
  }

  public static let sql = """
    UPDATE learning.schedules AS schedule
    SET wake_at = $4
    FROM unnest($1::uuid[], $2::text[], $3::bigint[]) AS claim (tenant_id, name, epoch)
    WHERE schedule.tenant_id = claim.tenant_id AND schedule.name = claim.name AND lease_epoch = claim.epoch
      AND lease_holder IS NOT NULL
    RETURNING schedule.tenant_id, schedule.name
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(claims.map(\.key.tenantID.uuid))
    parameters.append(claims.map(\.key.name))
    parameters.append(claims.map(\.epoch))
    parameters.append(PostgresTimestamp(leaseEnd))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    ScheduleKey(tenantID: try row.identifier(), name: try row.string())
  }
}
