public import Analytics
import Coaching
public import EventModel
public import PostgresClient

/// A tenant's daily counts of outcomes by action type and outcome type, over all representatives and channels: as many rows
/// as there are days and types, however many people there are.
public struct CountOutcomeDays: PostgresStatement {
  public typealias Row = OutcomeRollup

  private let tenant: TenantID
  private let from: UTCDay
  private let to: UTCDay

  /// - Parameter to: the last day.
  public init(of tenant: TenantID, from: UTCDay, to: UTCDay) {
    self.tenant = tenant
    self.from = from
    self.to = to
  }

  public static let sql = """
    SELECT day - DATE '1970-01-01', action_type, outcome_type, is_primary,
      sum(pending_count)::bigint, sum(positive_count)::bigint, sum(negative_count)::bigint,
      sum(ambiguous_count)::bigint, sum(expired_count)::bigint, sum(labelled_count)::bigint
    FROM learning.outcome_rollups
    WHERE tenant_id = $1 AND day BETWEEN DATE '1970-01-01' + $2::integer AND DATE '1970-01-01' + $3::integer
    GROUP BY day, action_type, outcome_type, is_primary
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(Int32(from.number))
    parameters.append(Int32(to.number))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> OutcomeRollup {
    OutcomeRollup(
      day: UTCDay(number: Int(try row.int32())),
      repID: nil,
      actionType: ActionType(try row.string()),
      channel: nil,
      outcomeType: try row.word(),
      isPrimary: try row.bool(),
      statuses: StatusCounts(
        pending: try row.int64(),
        positive: try row.int64(),
        negative: try row.int64(),
        ambiguous: try row.int64(),
        expired: try row.int64(),
        labelled: try row.int64()
      )
    )
  }
}
