public import EventModel
public import PostgresClient

/// Rows of the roll-ups of conversions' credits that, with the changes that wait for them, are not what a count of the
/// tables says; the first few, with their number.
public struct FindImpactRollupDifferences: PostgresStatement {
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
        concat_ws(', ', to_char(day, 'YYYY-MM-DD'), rep_id, action_type, channel, currency, signal_type, signal) AS key
      FROM (
        SELECT tenant_id, day, rep_id, action_type, channel, currency, signal_type, signal, touch_count,
          credit_micros, amount
        FROM learning.impact_rollups
        UNION ALL
        SELECT tenant_id, day, rep_id, action_type, channel, currency, signal_type, signal, touch_count,
          credit_micros, amount
        FROM learning.impact_rollup_changes
        UNION ALL
        SELECT tenant_id, day, rep_id, action_type, channel, currency, signal_type, signal,
          -touch_count AS touch_count, -credit_micros AS credit_micros, -amount AS amount
        FROM learning.impact_rollup_recounts
      ) AS part
      WHERE $1::uuid IS NULL OR tenant_id = $1
      GROUP BY tenant_id, day, rep_id, action_type, channel, currency, signal_type, signal
      HAVING sum(touch_count) <> 0 OR sum(credit_micros) <> 0 OR sum(amount) <> 0
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
