import EventModel
public import PostgresClient
import Rollups

/// Adds what claimed rows change to the roll-ups of actions, and returns the sums, of each tenant the first few.
public struct FoldActionChanges: PostgresStatement {
  public typealias Row = RollupDifference

  private let changeIDs: [Int64]

  public init(_ claimed: [ClaimRollupChanges.Row]) {
    changeIDs = claimed.map(\.changeID)
  }

  public static let sql = """
    \(ActionRollupTable.folding)
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
