import EventModel
public import PostgresClient
import Rollups

/// Adds what claimed rows change to the roll-ups of actions, and returns the sums, of each tenant the first few.
///
/// Rows are written in the order of their keys, so that two folds never wait for each other in a circle.
public struct FoldActionChanges: PostgresStatement {
  public typealias Row = RollupDifference

  private let changeIDs: [Int64]

  public init(_ claimed: [ClaimRollupChanges.Row]) {
    changeIDs = claimed.map(\.changeID)
  }

  public static let sql = """
    WITH difference AS MATERIALIZED (
      SELECT tenant_id, day, rep_id, action_type, channel, sum(action_count)::int8 AS action_count,
        sum(cost_count)::int8 AS cost_count, sum(cost_micros)::int8 AS cost_micros
      FROM learning.action_rollup_changes
      WHERE change_id = ANY ($1::int8[])
      GROUP BY tenant_id, day, rep_id, action_type, channel
    ), written AS (
      INSERT INTO learning.action_rollups AS rollup (
        tenant_id, day, rep_id, action_type, channel, action_count, cost_count, cost_micros)
      SELECT * FROM difference ORDER BY tenant_id, day, rep_id, action_type, channel
      ON CONFLICT (tenant_id, day, rep_id, action_type, channel) DO UPDATE
      SET action_count = rollup.action_count + excluded.action_count,
        cost_count = rollup.cost_count + excluded.cost_count,
        cost_micros = rollup.cost_micros + excluded.cost_micros
    )
    SELECT tenant_id, to_char(day, 'YYYY-MM-DD'), rep_id, action_type, channel, action_count, cost_count, cost_micros
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
        difference: .actions(
          ActionFigures(actionCount: try row.int64(), costCount: try row.int64(), costMicros: try row.int64())
        )
      )
    )
  }
}
