public import EventModel
public import PostgresClient

/// Conversations of a tenant of whose outcomes or events changes wait to be folded into roll-ups: folding reads their rows.
public struct FindUnfolded: PostgresStatement {
  public typealias Row = ConversationKey

  private let tenant: TenantID

  public init(of tenant: TenantID) {
    self.tenant = tenant
  }

  public static let sql = """
    SELECT change.tenant_id, outcome.conversation_state_id
    FROM learning.rollup_changes AS change
    CROSS JOIN LATERAL unnest(change.outcome_ids, change.outcome_times) AS changed (outcome_id, acted_at)
    JOIN learning.outcome_records AS outcome
      ON outcome.tenant_id = change.tenant_id AND outcome.outcome_id = changed.outcome_id
        AND outcome.acted_at = changed.acted_at
    WHERE change.tenant_id = $1
    UNION
    SELECT change.tenant_id, key.conversation_state_id
    FROM learning.rollup_changes AS change
    CROSS JOIN LATERAL unnest(change.signal_event_ids || change.touch_event_ids) AS changed (event_id)
    JOIN learning.event_keys AS key ON key.tenant_id = change.tenant_id AND key.event_id = changed.event_id
    WHERE change.tenant_id = $1
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> ConversationKey {
    try row.conversationKey()
  }
}
