import EventModel
public import PostgresClient

/// Moves what a conversation's actions are in the daily tables to what stays of erased ones: the count of
/// `action_rollup_recounts`, of this conversation alone.
public struct RetireActions: PostgresStatement {
  private let key: ConversationKey

  public init(of key: ConversationKey) {
    self.key = key
  }

  public static let sql = """
    \(ActionRollupTable.retiring) (
      SELECT tenant_id, day, rep_id, action_type, channel, count(*), count(*) FILTER (WHERE abs(cost) <= 1000000),
        coalesce(sum(round(cost * 1000000)::bigint) FILTER (WHERE abs(cost) <= 1000000), 0)::bigint
      FROM (
        SELECT tenant_id, (occurred_at AT TIME ZONE 'UTC')::date AS day, coalesce(payload ->> 'rep_id', '') AS rep_id,
          action_type, coalesce(payload ->> 'channel', '') AS channel,
          CASE
            WHEN jsonb_typeof(payload -> 'cost') IS DISTINCT FROM 'number' THEN NULL
            WHEN abs((payload -> 'cost')::numeric) > 1e300 THEN NULL
            WHEN abs((payload -> 'cost')::numeric) < 1e-300 THEN 0
            ELSE (payload -> 'cost')::double precision
          END AS cost
        FROM learning.events
        WHERE tenant_id = $1 AND conversation_state_id = $2 AND event_type = 'agent.action'
      ) AS action
      GROUP BY 1, 2, 3, 4, 5
    )
    \(ActionRollupTable.retired)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.conversationID.uuid)
  }
}
