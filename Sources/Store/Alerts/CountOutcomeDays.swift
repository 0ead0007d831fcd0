public import Analytics
import Coaching
public import EventModel
public import PostgresClient

/// A tenant's daily counts of outcomes by action type and outcome type, over all representatives and channels: as many rows
/// as there are days and types, however many people there are.
public struct CountOutcomeDays: PostgresStatement {
  public typealias Row = OutcomeRollup

  private let span: RollupSpan

  /// - Parameter to: the last day.
  public init(of tenant: TenantID, from: UTCDay, to: UTCDay) {
    span = RollupSpan(of: tenant, from: from, to: to, reps: nil)
  }

  public static let sql = """
    SELECT day - DATE '1970-01-01', action_type, outcome_type, is_primary,
      sum(pending_count)::bigint, sum(positive_count)::bigint, sum(negative_count)::bigint,
      sum(ambiguous_count)::bigint, sum(expired_count)::bigint, sum(labelled_count)::bigint
    FROM learning.outcome_rollups
    WHERE \(RollupSpan.condition)
    GROUP BY day, action_type, outcome_type, is_primary
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(span)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> OutcomeRollup {
    OutcomeRollup(
      day: UTCDay(number: Int(try row.int32())),
      repID: nil,
      actionType: ActionType(try row.string()),
      channel: nil,
      outcomeType: try row.word(),
      isPrimary: try row.bool(),
      statuses: try StatusCounts(&row)
    )
  }
}
