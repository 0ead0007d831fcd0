public import EventModel
public import PostgresClient

/// Adds what the conversions of some signals are in the daily tables to what stays of removed ones, or takes it away: the
/// count of `impact_rollup_parts`, of these signals alone.
///
/// Added before a conversation goes and taken away after it, what is left is by how much the count changes: what it had
/// itself, and less by what a deal shared with it now gives to the others.
public struct RetireImpact: PostgresStatement {
  public enum Direction: Int64, Sendable {
    case add = 1
    case takeAway = -1
  }

  private typealias Table = ImpactRollupTable

  private let tenant: TenantID
  private let signals: [EventID]
  private let direction: Direction

  public init(_ direction: Direction, signals: [EventID], of tenant: TenantID) {
    self.tenant = tenant
    self.signals = signals
    self.direction = direction
  }

  public static let sql = """
    INSERT INTO \(Table.retired) AS rollup (\(Table.columnList)) (
      SELECT touch.tenant_id, touch.day, coalesce(action.payload ->> 'rep_id', ''), action.action_type,
        coalesce(action.payload ->> 'channel', ''), touch.currency, touch.signal_type, touch.signal,
        $3 * count(*),
        $3 * sum(
          (2 * touch.micros + touch.conversation_count) / (2 * touch.conversation_count))::bigint,
        $3 * sum(touch.micros * touch.amount_share * 0.000001)
      FROM (
        SELECT signal.tenant_id, signal.day, signal.currency, signal.signal_type, signal.signal,
          signal.conversation_count, signal.amount_share, unnest(conversion.action_event_ids) AS touch_event_id,
          unnest(conversion.credit_micros) AS micros
        FROM learning.impact_signals AS signal
        CROSS JOIN LATERAL (
          SELECT key.conversation_state_id FROM learning.event_keys AS key
          WHERE key.tenant_id = $1 AND key.event_id = signal.signal_event_id
          UNION
          SELECT link.conversation_state_id FROM learning.event_conversations AS link
          WHERE link.tenant_id = $1 AND link.event_id = signal.signal_event_id
        ) AS concerned
        JOIN learning.conversions AS conversion
          ON conversion.tenant_id = $1 AND conversion.conversation_state_id = concerned.conversation_state_id
            AND conversion.signal_event_id = signal.signal_event_id
        WHERE signal.tenant_id = $1 AND signal.signal_event_id = ANY ($2::uuid[])
      ) AS touch
      JOIN learning.event_keys AS key ON key.tenant_id = $1 AND key.event_id = touch.touch_event_id
      JOIN learning.events AS action
        ON action.tenant_id = $1 AND action.conversation_state_id = key.conversation_state_id
          AND action.occurred_at = key.occurred_at AND action.event_id = key.event_id
      GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    )
    ON CONFLICT (\(Table.keyList)) DO UPDATE SET \(Table.additionList)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(signals.map(\.uuid))
    parameters.append(direction.rawValue)
  }
}
