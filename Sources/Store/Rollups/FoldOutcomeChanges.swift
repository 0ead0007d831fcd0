import EventModel
public import PostgresClient
import Rollups

/// Adds what claimed rows change to the roll-ups of outcomes, and returns the sums, of each tenant the first few.
public struct FoldOutcomeChanges: PostgresStatement {
  public typealias Row = RollupDifference

  private let changeIDs: [Int64]

  public init(_ claimed: [ClaimRollupChanges.Row]) {
    changeIDs = claimed.map(\.changeID)
  }

  public static let sql = """
    \(OutcomeRollupTable.folding)
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
