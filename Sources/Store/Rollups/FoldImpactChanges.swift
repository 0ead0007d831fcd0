import EventModel
public import PostgresClient
import Rollups

/// Adds what claimed rows change to the roll-ups of conversions' credits, and returns the sums, of each tenant the
/// first few.
public struct FoldImpactChanges: PostgresStatement {
  public typealias Row = RollupDifference

  private let changeIDs: [Int64]

  public init(_ claimed: [ClaimRollupChanges.Row]) {
    changeIDs = claimed.map(\.changeID)
  }

  public static let sql = """
    \(ImpactRollupTable.folding)
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
