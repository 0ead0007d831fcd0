public import EventModel
public import PostgresClient

/// Outcomes whose action isn't recorded, and outcomes that say of their action what its event doesn't say; the first few
/// of either, with their number.
public struct FindStrayOutcomes: PostgresStatement {
  public struct Row: Sendable {
    public let tenantID: TenantID
    public let outcomeID: OutcomeID
    public let actionEventID: EventID
    public let isActionRecorded: Bool
    /// Of the same sort.
    public let count: Int64
  }

  private let countMax: Int

  /// - Parameter countMax: of each sort.
  public init(countMax: Int) {
    self.countMax = countMax
  }

  public static let sql = """
    SELECT tenant_id, outcome_id, action_event_id, is_recorded, count
    FROM (
      SELECT outcome.tenant_id, outcome.outcome_id, outcome.action_event_id,
        action.event_id IS NOT NULL AS is_recorded,
        count(*) OVER (PARTITION BY action.event_id IS NOT NULL) AS count,
        row_number() OVER (
          PARTITION BY action.event_id IS NOT NULL ORDER BY outcome.tenant_id, outcome.outcome_id) AS position
      FROM learning.outcome_records AS outcome
      LEFT JOIN learning.events AS action
        ON action.tenant_id = outcome.tenant_id AND action.event_id = outcome.action_event_id
          AND action.event_type = 'agent.action'
      WHERE action.event_id IS NULL
        OR action.conversation_state_id <> outcome.conversation_state_id
        OR action.occurred_at <> outcome.acted_at
        OR action.predicted_confidence <> outcome.predicted_confidence
        OR action.action_type <> outcome.action_type
        OR coalesce(action.action_id, action.event_id::text) <> outcome.action_id
    ) AS stray
    WHERE position <= $1
    ORDER BY is_recorded, tenant_id, outcome_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      tenantID: try row.identifier(),
      outcomeID: try row.identifier(),
      actionEventID: try row.identifier(),
      isActionRecorded: try row.bool(),
      count: try row.int64()
    )
  }
}
