import EventModel
public import PostgresClient
import Rollups

/// Adds what claimed rows change to the roll-ups of conversions' credits, and returns the sums, of each tenant the
/// first few.
///
/// Rows are written in the order of their keys, so that two folds never wait for each other in a circle.
public struct FoldImpactChanges: PostgresStatement {
  public typealias Row = RollupDifference

  private let changeIDs: [Int64]

  public init(_ claimed: [ClaimRollupChanges.Row]) {
    changeIDs = claimed.map(\.changeID)
  }

  public static let sql = """
    WITH difference AS MATERIALIZED (
      SELECT tenant_id, day, rep_id, action_type, channel, currency, signal_type, signal,
        sum(touch_count) AS touch_count, sum(credit_micros)::int8 AS credit_micros, sum(amount) AS amount
      FROM learning.impact_rollup_changes
      WHERE change_id = ANY ($1::int8[])
      GROUP BY tenant_id, day, rep_id, action_type, channel, currency, signal_type, signal
    ), written AS (
      INSERT INTO learning.impact_rollups AS rollup (
        tenant_id, day, rep_id, action_type, channel, currency, signal_type, signal, touch_count, credit_micros, amount)
      SELECT * FROM difference
      ORDER BY tenant_id, day, rep_id, action_type, channel, currency, signal_type, signal
      ON CONFLICT (tenant_id, day, rep_id, action_type, channel, currency, signal_type, signal) DO UPDATE
      SET touch_count = rollup.touch_count + excluded.touch_count,
        credit_micros = rollup.credit_micros + excluded.credit_micros, amount = rollup.amount + excluded.amount
    )
    SELECT tenant_id, to_char(day, 'YYYY-MM-DD'), rep_id, action_type, channel, currency, signal_type, signal,
      touch_count, credit_micros, amount::text
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
        difference: .impact(
          currency: try row.string(),
          signalType: try row.word(),
          signal: try row.string(),
          ImpactFigures(
            touchCount: try row.int64(),
            creditMicros: try row.int64(),
            // As text: a number beyond every double is an error to PostgreSQL.
            amount: Double(try row.string()) ?? .infinity
          )
        )
      )
    )
  }
}
