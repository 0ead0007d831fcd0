import EventModel
public import PostgresClient
import Rollups

/// Adds what claimed rows change to the roll-ups of outcomes, and returns the sums, of each tenant the first few.
///
/// Rows are written in the order of their keys, so that two folds never wait for each other in a circle.
public struct FoldOutcomeChanges: PostgresStatement {
  public typealias Row = RollupDifference

  private let changeIDs: [Int64]

  public init(_ claimed: [ClaimRollupChanges.Row]) {
    changeIDs = claimed.map(\.changeID)
  }

  public static let sql = """
    WITH difference AS MATERIALIZED (
      SELECT tenant_id, day, rep_id, action_type, channel, outcome_type, is_primary,
        sum(pending_count) AS pending_count, sum(positive_count) AS positive_count,
        sum(negative_count) AS negative_count, sum(ambiguous_count) AS ambiguous_count,
        sum(expired_count) AS expired_count, sum(labelled_count) AS labelled_count,
        sum(sample_count) AS sample_count, sum(sample_weight_micros)::int8 AS sample_weight_micros,
        sum(sample_confidence_micros)::int8 AS sample_confidence_micros,
        sum(sample_outcome_micros)::int8 AS sample_outcome_micros
      FROM learning.outcome_rollup_changes
      WHERE change_id = ANY ($1::int8[])
      GROUP BY tenant_id, day, rep_id, action_type, channel, outcome_type, is_primary
    ), written AS (
      INSERT INTO learning.outcome_rollups AS rollup (
        tenant_id, day, rep_id, action_type, channel, outcome_type, is_primary, pending_count, positive_count,
        negative_count, ambiguous_count, expired_count, labelled_count, sample_count, sample_weight_micros,
        sample_confidence_micros, sample_outcome_micros)
      SELECT * FROM difference ORDER BY tenant_id, day, rep_id, action_type, channel, outcome_type, is_primary
      ON CONFLICT (tenant_id, day, rep_id, action_type, channel, outcome_type, is_primary) DO UPDATE
      SET pending_count = rollup.pending_count + excluded.pending_count,
        positive_count = rollup.positive_count + excluded.positive_count,
        negative_count = rollup.negative_count + excluded.negative_count,
        ambiguous_count = rollup.ambiguous_count + excluded.ambiguous_count,
        expired_count = rollup.expired_count + excluded.expired_count,
        labelled_count = rollup.labelled_count + excluded.labelled_count,
        sample_count = rollup.sample_count + excluded.sample_count,
        sample_weight_micros = rollup.sample_weight_micros + excluded.sample_weight_micros,
        sample_confidence_micros = rollup.sample_confidence_micros + excluded.sample_confidence_micros,
        sample_outcome_micros = rollup.sample_outcome_micros + excluded.sample_outcome_micros
    )
    SELECT tenant_id, to_char(day, 'YYYY-MM-DD'), rep_id, action_type, channel, outcome_type, is_primary,
      pending_count, positive_count, negative_count, ambiguous_count, expired_count, labelled_count, sample_count,
      sample_weight_micros, sample_confidence_micros, sample_outcome_micros
    FROM (SELECT *, row_number() OVER (PARTITION BY tenant_id) AS position FROM difference) AS returned
    WHERE position <= \(RollupDifference.returnedCountMax)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(changeIDs)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    RollupDifference(
      tenantID: try row.identifier(),
      change: MetricChange(
        day: try row.string(),
        repID: try row.string(),
        actionType: ActionType(try row.string()),
        channel: try row.string(),
        difference: .outcomes(try row.word(), isPrimary: try row.bool(), try figures(&row))
      )
    )
  }

  private static func figures(_ row: inout PostgresRowReader) throws(PostgresError) -> OutcomeFigures {
    OutcomeFigures(
      pendingCount: try row.int64(),
      positiveCount: try row.int64(),
      negativeCount: try row.int64(),
      ambiguousCount: try row.int64(),
      expiredCount: try row.int64(),
      labelledCount: try row.int64(),
      sampleCount: try row.int64(),
      sampleWeightMicros: try row.int64(),
      sampleConfidenceMicros: try row.int64(),
      sampleOutcomeMicros: try row.int64()
    )
  }
}
