public import EventModel
import FoundationEssentials
public import PostgresClient
import Resolution

/// Writes outcomes that are new. What only describes the action comes from its recorded event.
public struct InsertOutcomes: PostgresStatement {
  private let changes: [OutcomeChange]
  private let now: Timestamp

  public init(_ changes: [OutcomeChange], now: Timestamp) {
    self.changes = changes
    self.now = now
  }

  public static let sql = """
    INSERT INTO learning.outcome_records (
      tenant_id, outcome_id, action_event_id, conversation_state_id, acted_at, window_expires_at, resolved_at,
      expiry_seen_at, created_at, updated_at, signal_event_id, predicted_confidence, outcome_score, evidence_weight,
      revision, is_primary, sample_state, outcome_type, outcome_status, signal_source, action_type, action_id, deal_id,
      rep_id, channel, metadata)
    SELECT change.tenant_id, change.outcome_id, change.action_event_id, change.conversation_state_id,
      event.occurred_at, change.window_expires_at, change.resolved_at, change.expiry_seen_at, $16, $16,
      change.signal_event_id, event.predicted_confidence, change.outcome_score, change.evidence_weight,
      change.revision, change.is_primary, change.sample_state, change.outcome_type, change.outcome_status,
      change.signal_source, event.action_type, coalesce(event.action_id, event.event_id::text),
      nullif(event.payload ->> 'deal_id', ''), nullif(event.payload ->> 'rep_id', ''),
      nullif(event.payload ->> 'channel', ''), nullif(event.payload -> 'metadata', 'null'::jsonb)
    FROM unnest(
      $1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[],
      $8::uuid[], $9::float8[], $10::float8[], $11::int8[], $12::bool[], $13::text[], $14::text[], $15::text[],
      $17::text[], $18::timestamptz[])
      AS change (
        tenant_id, conversation_state_id, outcome_id, action_event_id, window_expires_at, resolved_at, expiry_seen_at,
        signal_event_id, outcome_score, evidence_weight, revision, is_primary, sample_state, outcome_type,
        outcome_status, signal_source, acted_at)
    CROSS JOIN LATERAL (
      SELECT * FROM learning.events AS found
      WHERE found.conversation_state_id = change.conversation_state_id AND found.tenant_id = change.tenant_id
        AND found.occurred_at = change.acted_at AND found.event_id = change.action_event_id
        AND found.occurred_at >= $19 AND found.occurred_at <= $20
      OFFSET 0
    ) AS event
    """

  public func bind(_ parameters: inout PostgresParameters) {
    let outcomes = changes.map(\.version.outcome)
    parameters.append(changes.map(\.conversation))
    parameters.append(outcomes.map(\.id.uuid))
    parameters.append(outcomes.map(\.actionEventID.uuid))
    parameters.append(outcomes.map { PostgresTimestamp($0.windowExpiresAt) })
    parameters.append(outcomes.map { $0.resolvedAt.map { PostgresTimestamp($0) } })
    parameters.append(outcomes.map { $0.expirySeen.map { PostgresTimestamp($0) } })
    parameters.append(outcomes.map { $0.signalEventID?.uuid })
    parameters.append(outcomes.map(\.score))
    parameters.append(outcomes.map(\.evidenceWeight))
    parameters.append(changes.map(\.version.revision))
    parameters.append(outcomes.map(\.isPrimary))
    parameters.append(changes.map(\.version.sampleState.rawValue))
    parameters.append(outcomes.map(\.outcomeType.rawValue))
    parameters.append(outcomes.map(\.status.rawValue))
    parameters.append(PostgresTimestamp(now))
    parameters.append(outcomes.map { $0.signalSource?.rawValue })
    parameters.append(timesOfActions: outcomes)
  }
}
