public import EventModel
public import PostgresClient

/// Writes the roll-ups of conversions' credits anew, from a count of the tables without the changes that wait to be
/// folded: those come on top. Nobody may fold meanwhile, and the former rows must be gone.
public struct RecountImpactRollups: PostgresStatement {
  private let tenant: TenantID?

  /// - Parameter tenant: whose roll-ups are written; `nil` is everybody's.
  public init(of tenant: TenantID? = nil) {
    self.tenant = tenant
  }

  public static let sql = """
    INSERT INTO learning.impact_rollups (
      tenant_id, day, rep_id, action_type, channel, currency, signal_type, signal, touch_count, credit_micros,
      amount)
    SELECT tenant_id, day, rep_id, action_type, channel, currency, signal_type, signal, sum(touch_count)::int8,
      sum(credit_micros)::int8, sum(amount)
    FROM (
      SELECT tenant_id, day, rep_id, action_type, channel, currency, signal_type, signal, touch_count,
        credit_micros, amount
      FROM learning.impact_rollup_recounts
      UNION ALL
      SELECT tenant_id, day, rep_id, action_type, channel, currency, signal_type, signal,
        -touch_count AS touch_count, -credit_micros AS credit_micros, -amount AS amount
      FROM learning.impact_rollup_changes
    ) AS part
    WHERE $1::uuid IS NULL OR tenant_id = $1
    GROUP BY tenant_id, day, rep_id, action_type, channel, currency, signal_type, signal
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant?.uuid)
  }
}
