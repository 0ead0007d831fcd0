public import EventModel
public import PostgresClient

/// Rows of the roll-ups of actions that, with the changes that wait for them, are not what a count of the
/// tables says; the first few, with their number.
public struct FindActionRollupDifferences: PostgresStatement {
  public typealias Row = RollupMismatch

  private let tenant: TenantID?
  private let countMax: Int

  /// - Parameter tenant: whose roll-ups are compared; `nil` is everybody's.
  public init(of tenant: TenantID? = nil, countMax: Int) {
    self.tenant = tenant
    self.countMax = countMax
  }

  public static let sql = """
    SELECT tenant_id, key, count(*) OVER ()
    FROM (
      SELECT tenant_id,
        concat_ws(', ', to_char(day, 'YYYY-MM-DD'), rep_id, action_type, channel) AS key
      FROM (
        SELECT tenant_id, day, rep_id, action_type, channel, action_count, cost_count, cost_micros
        FROM learning.action_rollups
        UNION ALL
        SELECT tenant_id, day, rep_id, action_type, channel, action_count, cost_count, cost_micros
        FROM learning.action_rollup_changes
        UNION ALL
        SELECT tenant_id, day, rep_id, action_type, channel, -action_count AS action_count,
          -cost_count AS cost_count, -cost_micros AS cost_micros
        FROM learning.action_rollup_recounts
      ) AS part
      WHERE $1::uuid IS NULL OR tenant_id = $1
      GROUP BY tenant_id, day, rep_id, action_type, channel
      HAVING sum(action_count) <> 0 OR sum(cost_count) <> 0 OR sum(cost_micros) <> 0
    ) AS different
    ORDER BY tenant_id, key COLLATE "C"
    LIMIT $2
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant?.uuid)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    try RollupMismatch(&row)
  }
}
