public import EventModel
public import PostgresClient

/// How many outcomes stand where, by tenant and type; and how many windows should have been closed by `now`.
public struct CountOutcomes: PostgresStatement {
  public struct Row: Sendable {
    public let tenantID: TenantID
    public let outcomeType: OutcomeType
    public let status: OutcomeStatus
    public let count: Int64
    public let overdueCount: Int64
  }

  private let now: Timestamp
  private let tenant: TenantID?

  /// - Parameter tenant: `nil` counts every tenant's.
  public init(now: Timestamp, of tenant: TenantID? = nil) {
    self.now = now
    self.tenant = tenant
  }

  public static let sql = """
    SELECT tenant_id, outcome_type, outcome_status, count(*),
      count(*) FILTER (WHERE outcome_status = 'pending' AND window_expires_at < $1)
    FROM learning.outcome_records
    WHERE $2::uuid IS NULL OR tenant_id = $2
    GROUP BY tenant_id, outcome_type, outcome_status
    ORDER BY tenant_id, outcome_type, outcome_status
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(now))
    parameters.append(tenant?.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      tenantID: try row.identifier(),
      outcomeType: try row.word(),
      status: try row.word(),
      count: try row.int64(),
      overdueCount: try row.int64()
    )
  }
}
