public import EventModel
public import PostgresClient

/// Writes the roll-ups of actions anew, from a count of the tables without the changes that wait to be
/// folded: those come on top. Nobody may fold meanwhile, and the former rows must be gone.
public struct RecountActionRollups: PostgresStatement {
  private let tenant: TenantID?

  /// - Parameter tenant: whose roll-ups are written; `nil` is everybody's.
  public init(of tenant: TenantID? = nil) {
    self.tenant = tenant
  }

  public static let sql = """
    INSERT INTO learning.action_rollups (
      tenant_id, day, rep_id, action_type, channel, action_count, cost_count, cost_micros)
    SELECT tenant_id, day, rep_id, action_type, channel, sum(action_count)::int8, sum(cost_count)::int8,
      sum(cost_micros)::int8
    FROM (
      SELECT tenant_id, day, rep_id, action_type, channel, action_count, cost_count, cost_micros
      FROM learning.action_rollup_recounts
      UNION ALL
      SELECT tenant_id, day, rep_id, action_type, channel, -action_count AS action_count,
        -cost_count AS cost_count, -cost_micros AS cost_micros
      FROM learning.action_rollup_changes
    ) AS part
    WHERE $1::uuid IS NULL OR tenant_id = $1
    GROUP BY tenant_id, day, rep_id, action_type, channel
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant?.uuid)
  }
}
