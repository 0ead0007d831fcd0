public import Analytics
import Coaching
import EventModel
public import PostgresClient

/// A tenant's daily figures of actions and their costs, over all channels.
public struct ListActionRollups: PostgresStatement {
  public typealias Row = ActionRollup

  private let span: RollupSpan

  public init(_ span: RollupSpan) {
    self.span = span
  }

  public static let sql = """
    SELECT day - DATE '1970-01-01', NULLIF(rep_id, ''), action_type,
      sum(action_count)::bigint, sum(cost_count)::bigint, sum(cost_micros)::bigint
    FROM learning.action_rollups
    WHERE \(RollupSpan.condition)
    GROUP BY day, rep_id, action_type
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(span)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> ActionRollup {
    ActionRollup(
      day: UTCDay(number: Int(try row.int32())),
      repID: try row.optionalString().map(RepID.init),
      actionType: ActionType(try row.string()),
      channel: nil,
      actionCount: try row.int64(),
      costCount: try row.int64(),
      costMicros: try row.int64()
    )
  }
}
