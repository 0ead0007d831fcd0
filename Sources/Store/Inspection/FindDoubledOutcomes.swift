public import EventModel
public import PostgresClient

/// Actions that have two outcomes of one type, or two primary ones: each primary outcome is a sample, so that the action
/// would count twice. The first few, with their number.
public struct FindDoubledOutcomes: PostgresStatement {
  public struct Row: Sendable {
    public let tenantID: TenantID
    public let actionEventID: EventID
    public let count: Int64
  }

  private let countMax: Int

  public init(countMax: Int) {
    self.countMax = countMax
  }

  public static let sql = """
    SELECT tenant_id, action_event_id, count(*) OVER ()
    FROM learning.outcome_records
    GROUP BY tenant_id, action_event_id
    HAVING count(*) FILTER (WHERE is_primary) > 1
      OR count(*) <> bool_or(outcome_type = 'email_engagement')::integer
        + bool_or(outcome_type = 'meeting_outcome')::integer
        + bool_or(outcome_type = 'escalation_result')::integer
        + bool_or(outcome_type = 'deal_progression')::integer
    ORDER BY tenant_id, action_event_id
    LIMIT $1
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(tenantID: try row.identifier(), actionEventID: try row.identifier(), count: try row.int64())
  }
}
