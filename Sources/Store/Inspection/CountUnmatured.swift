public import EventModel
public import PostgresClient

/// How many samples lie in windows that are still open, by tenant and action type: young samples flatter the agent, because
/// good news comes early and bad news only when the window closes.
public struct CountUnmatured: PostgresStatement {
  public struct Row: Sendable {
    public let tenantID: TenantID
    public let actionType: ActionType
    public let count: Int64
  }

  private let now: Timestamp
  private let tenant: TenantID?

  /// - Parameter tenant: `nil` counts every tenant's.
  public init(now: Timestamp, of tenant: TenantID?) {
    self.now = now
    self.tenant = tenant
  }

  public static let sql = """
    SELECT tenant_id, action_type, count(*)
    FROM learning.calibration_samples
    WHERE state = 'present' AND window_expires_at > $1 AND ($2::uuid IS NULL OR tenant_id = $2)
    GROUP BY tenant_id, action_type
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(now))
    parameters.append(tenant?.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(tenantID: try row.identifier(), actionType: ActionType(try row.string()), count: try row.int64())
  }
}
