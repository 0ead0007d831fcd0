public import EventModel
import FoundationEssentials
public import PostgresClient
import Resolution

/// Writes outcomes that changed. The caller holds their conversation, so no revision can be overtaken.
public struct UpdateOutcomes: PostgresStatement {
  private let changes: [OutcomeChange]
  private let now: Timestamp

  public init(_ changes: [OutcomeChange], now: Timestamp) {
    self.changes = changes
    self.now = now
  }

  // The time takes each row to its month. A bound of all times would tempt a plan of empty tables to read whole months.
  public static let sql = """
    UPDATE learning.outcome_records AS outcome
    SET window_expires_at = change.window_expires_at, resolved_at = change.resolved_at,
      expiry_seen_at = change.expiry_seen_at, updated_at = $12, signal_event_id = change.signal_event_id,
      outcome_score = change.outcome_score, evidence_weight = change.evidence_weight, revision = change.revision,
      sample_state = change.sample_state, outcome_status = change.outcome_status, signal_source = change.signal_source
    FROM unnest(
      $1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::uuid[], $7::float8[],
      $8::float8[], $9::int8[], $10::text[], $11::text[], $13::text[], $14::timestamptz[])
      AS change (
        tenant_id, outcome_id, window_expires_at, resolved_at, expiry_seen_at, signal_event_id, outcome_score,
        evidence_weight, revision, sample_state, outcome_status, signal_source, acted_at)
    WHERE outcome.tenant_id = change.tenant_id AND outcome.outcome_id = change.outcome_id
      AND outcome.acted_at = change.acted_at
    """

  public func bind(_ parameters: inout PostgresParameters) {
    let outcomes = changes.map(\.version.outcome)
    parameters.append(changes.map(\.conversation.tenantID.uuid))
    parameters.append(outcomes.map(\.id.uuid))
    parameters.append(outcomes.map { PostgresTimestamp($0.windowExpiresAt) })
    parameters.append(outcomes.map { $0.resolvedAt.map { PostgresTimestamp($0) } })
    parameters.append(outcomes.map { $0.expirySeen.map { PostgresTimestamp($0) } })
    parameters.append(outcomes.map { $0.signalEventID?.uuid })
    parameters.append(outcomes.map(\.score))
    parameters.append(outcomes.map(\.evidenceWeight))
    parameters.append(changes.map(\.version.revision))
    parameters.append(changes.map(\.version.sampleState.rawValue))
    parameters.append(outcomes.map(\.status.rawValue))
    parameters.append(PostgresTimestamp(now))
    parameters.append(outcomes.map { $0.signalSource?.rawValue })
    parameters.append(outcomes.map { PostgresTimestamp($0.action.timestamp) })
  }
}
