public import EventModel
public import PostgresClient

/// Rows of the roll-ups of outcomes that, with the changes that wait for them, are not what a count of the
/// tables says; the first few, with their number.
public struct FindOutcomeRollupDifferences: PostgresStatement {
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
        concat_ws(', ', to_char(day, 'YYYY-MM-DD'), rep_id, action_type, channel, outcome_type,
          CASE WHEN is_primary THEN 'primary' ELSE 'further' END) AS key
      FROM (
        SELECT tenant_id, day, rep_id, action_type, channel, outcome_type, is_primary, pending_count,
          positive_count, negative_count, ambiguous_count, expired_count, labelled_count, sample_count,
          sample_weight_micros, sample_confidence_micros, sample_outcome_micros
        FROM learning.outcome_rollups
        UNION ALL
        SELECT tenant_id, day, rep_id, action_type, channel, outcome_type, is_primary, pending_count,
          positive_count, negative_count, ambiguous_count, expired_count, labelled_count, sample_count,
          sample_weight_micros, sample_confidence_micros, sample_outcome_micros
        FROM learning.outcome_rollup_changes
        UNION ALL
        SELECT tenant_id, day, rep_id, action_type, channel, outcome_type, is_primary,
          -pending_count AS pending_count, -positive_count AS positive_count, -negative_count AS negative_count,
          -ambiguous_count AS ambiguous_count, -expired_count AS expired_count, -labelled_count AS labelled_count,
          -sample_count AS sample_count, -sample_weight_micros AS sample_weight_micros,
          -sample_confidence_micros AS sample_confidence_micros, -sample_outcome_micros AS sample_outcome_micros
        FROM learning.outcome_rollup_recounts
      ) AS part
      WHERE $1::uuid IS NULL OR tenant_id = $1
      GROUP BY tenant_id, day, rep_id, action_type, channel, outcome_type, is_primary
      HAVING sum(pending_count) <> 0 OR sum(positive_count) <> 0 OR sum(negative_count) <> 0
        OR sum(ambiguous_count) <> 0 OR sum(expired_count) <> 0 OR sum(labelled_count) <> 0
        OR sum(sample_count) <> 0 OR sum(sample_weight_micros) <> 0 OR sum(sample_confidence_micros) <> 0
        OR sum(sample_outcome_micros) <> 0
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
