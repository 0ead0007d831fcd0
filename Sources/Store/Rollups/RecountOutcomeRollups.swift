public import EventModel
public import PostgresClient

/// Writes the roll-ups of outcomes anew, from a count of the tables without the changes that wait to be
/// folded: those come on top. Nobody may fold meanwhile, and the former rows must be gone.
public struct RecountOutcomeRollups: PostgresStatement {
  private let tenant: TenantID?

  /// - Parameter tenant: whose roll-ups are written; `nil` is everybody's.
  public init(of tenant: TenantID? = nil) {
    self.tenant = tenant
  }

  public static let sql = """
    INSERT INTO learning.outcome_rollups (
      tenant_id, day, rep_id, action_type, channel, outcome_type, is_primary, pending_count, positive_count,
      negative_count, ambiguous_count, expired_count, labelled_count, sample_count, sample_weight_micros,
      sample_confidence_micros, sample_outcome_micros)
    SELECT tenant_id, day, rep_id, action_type, channel, outcome_type, is_primary, sum(pending_count)::int8,
      sum(positive_count)::int8, sum(negative_count)::int8, sum(ambiguous_count)::int8, sum(expired_count)::int8,
      sum(labelled_count)::int8, sum(sample_count)::int8, sum(sample_weight_micros)::int8,
      sum(sample_confidence_micros)::int8, sum(sample_outcome_micros)::int8
    FROM (
      SELECT tenant_id, day, rep_id, action_type, channel, outcome_type, is_primary, pending_count, positive_count,
        negative_count, ambiguous_count, expired_count, labelled_count, sample_count, sample_weight_micros,
        sample_confidence_micros, sample_outcome_micros
      FROM learning.outcome_rollup_recounts
      UNION ALL
      SELECT tenant_id, day, rep_id, action_type, channel, outcome_type, is_primary,
        -pending_count AS pending_count, -positive_count AS positive_count, -negative_count AS negative_count,
        -ambiguous_count AS ambiguous_count, -expired_count AS expired_count, -labelled_count AS labelled_count,
        -sample_count AS sample_count, -sample_weight_micros AS sample_weight_micros,
        -sample_confidence_micros AS sample_confidence_micros, -sample_outcome_micros AS sample_outcome_micros
      FROM learning.outcome_rollup_changes
    ) AS part
    WHERE $1::uuid IS NULL OR tenant_id = $1
    GROUP BY tenant_id, day, rep_id, action_type, channel, outcome_type, is_primary
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant?.uuid)
  }
}
