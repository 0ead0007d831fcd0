public import EventModel
public import PostgresClient

/// How many rows the daily tables hold.
public struct CountRollups: PostgresStatement {
  public typealias Row = Int64

  private let tenant: TenantID?

  /// - Parameter tenant: whose rows are counted; `nil` is everybody's.
  public init(of tenant: TenantID? = nil) {
    self.tenant = tenant
  }

  public static let sql = """
    SELECT
      (SELECT count(*) FROM learning.outcome_rollups WHERE $1::uuid IS NULL OR tenant_id = $1)
      + (SELECT count(*) FROM learning.action_rollups WHERE $1::uuid IS NULL OR tenant_id = $1)
      + (SELECT count(*) FROM learning.impact_rollups WHERE $1::uuid IS NULL OR tenant_id = $1)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant?.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 {
    try row.int64()
  }
}
