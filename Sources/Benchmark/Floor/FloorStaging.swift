import Store

/// Turns a copy of a drained database into the floor's material: every row that the fleet left, with the number of the
/// batch in which it would be written, and empty tables to write them into.
///
/// A batch is what a thousand events in the order of their times cause, which is the order in which a load arrives. An
/// outcome that a later batch decides is written twice, pending and then final, as the fleet does. Columns are taken from
/// the catalogue, so that the floor follows the schema.
enum FloorStaging {
  /// Events of a batch: a worker's default.
  static let batchEventCount = 1000

  /// What only the last form of an outcome has.
  static let changedColumns = [
    "window_expires_at", "resolved_at", "expiry_seen_at", "updated_at", "signal_event_id", "outcome_score",
    "evidence_weight", "revision", "sample_state", "outcome_status", "signal_source",
  ]

  /// To be run once, by the owner, in a copy of a drained database.
  static var script: String {
    """
    CREATE SCHEMA floor;
    CREATE TABLE floor.event_batches AS
    SELECT tenant_id, event_id,
      ((row_number() OVER (ORDER BY occurred_at, tenant_id, event_id) - 1) / \(batchEventCount))::integer AS batch
    FROM learning.events;
    CREATE INDEX ON floor.event_batches (tenant_id, event_id);
    ANALYZE floor.event_batches;

    CREATE TABLE floor.events AS
    SELECT event.*, batch FROM learning.events AS event JOIN floor.event_batches USING (tenant_id, event_id)
    ORDER BY batch, tenant_id, event_id;

    CREATE TABLE floor.event_keys AS
    SELECT key.*, batch FROM learning.event_keys AS key JOIN floor.event_batches USING (tenant_id, event_id)
    ORDER BY batch, tenant_id, event_id;

    CREATE TABLE floor.conversations AS
    SELECT tenant_id, conversation_state_id, events_from, events_to, batch
    FROM learning.conversations
    JOIN (
      SELECT tenant_id, conversation_state_id, min(batch) AS batch FROM floor.events GROUP BY 1, 2
    ) AS first USING (tenant_id, conversation_state_id)
    ORDER BY batch, tenant_id, conversation_state_id;

    CREATE TABLE floor.event_conversations AS
    SELECT link.*, batch FROM learning.event_conversations AS link
    JOIN floor.event_batches USING (tenant_id, event_id)
    ORDER BY batch, tenant_id, conversation_state_id;

    CREATE TABLE floor.outcome_batches AS
    SELECT outcome.tenant_id, outcome.outcome_id, action.batch AS first_batch,
      greatest(action.batch, coalesce(signal.batch, 0)) AS last_batch
    FROM learning.outcome_records AS outcome
    JOIN floor.event_batches AS action
      ON action.tenant_id = outcome.tenant_id AND action.event_id = outcome.action_event_id
    LEFT JOIN floor.event_batches AS signal
      ON signal.tenant_id = outcome.tenant_id AND signal.event_id = outcome.signal_event_id;
    CREATE INDEX ON floor.outcome_batches (tenant_id, outcome_id);
    ANALYZE floor.outcome_batches;

    CREATE TABLE floor.outcome_records AS
    SELECT outcome.*, first_batch AS batch FROM learning.outcome_records AS outcome
    JOIN floor.outcome_batches USING (tenant_id, outcome_id)
    ORDER BY batch, tenant_id, outcome_id;
    UPDATE floor.outcome_records AS outcome
    SET outcome_status = 'pending', resolved_at = NULL, signal_event_id = NULL, outcome_score = NULL,
      signal_source = NULL, revision = 1, sample_state = 'none', evidence_weight = 1
    FROM floor.outcome_batches AS batches
    WHERE batches.tenant_id = outcome.tenant_id AND batches.outcome_id = outcome.outcome_id
      AND batches.last_batch > batches.first_batch;

    CREATE TABLE floor.changed_outcomes AS
    SELECT outcome.tenant_id, outcome.outcome_id, outcome.acted_at, \(changedColumns.joined(separator: ", ")), last_batch AS batch
    FROM learning.outcome_records AS outcome JOIN floor.outcome_batches USING (tenant_id, outcome_id)
    WHERE last_batch > first_batch
    ORDER BY batch, tenant_id, outcome_id;

    CREATE TABLE floor.conversions AS
    SELECT conversion.*, batch FROM learning.conversions AS conversion
    JOIN floor.event_batches AS signal
      ON signal.tenant_id = conversion.tenant_id AND signal.event_id = conversion.signal_event_id
    ORDER BY batch, conversion.tenant_id, conversation_state_id;

    CREATE TABLE floor.calibration_samples AS
    SELECT sample.*, last_batch AS batch FROM learning.calibration_samples AS sample
    JOIN floor.outcome_batches USING (tenant_id, outcome_id)
    ORDER BY batch, tenant_id, outcome_id;

    CREATE TABLE floor.outbox AS
    SELECT tenant_id, min(occurred_at) AS occurred_at, count(*)::integer AS message_count,
      'calibration.updated'::text AS event_type, array_agg(gen_random_uuid()) AS event_ids, array_agg(data) AS data,
      batch
    FROM (
      SELECT tenant_id, coalesce(outcome.resolved_at, outcome.acted_at) AS occurred_at, batch,
        row_number() OVER (PARTITION BY batch, tenant_id ORDER BY outcome_id) / \(AppendOutbox.messageCountMax) AS part,
        json_build_object(
          'outcome_id', outcome_id, 'revision', sample.revision, 'state', sample.state, 'action_type',
          sample.action_type, 'predicted_confidence', sample.predicted_confidence, 'outcome', sample.outcome, 'weight',
          sample.weight, 'outcome_type', outcome.outcome_type, 'status', outcome.outcome_status, 'acted_at',
          outcome.acted_at, 'resolved_at', outcome.resolved_at, 'window_expires_at', outcome.window_expires_at
        )::text AS data
      FROM floor.calibration_samples AS sample
      JOIN learning.outcome_records AS outcome USING (tenant_id, outcome_id)
    ) AS message
    GROUP BY batch, tenant_id, part
    ORDER BY batch, tenant_id;

    CREATE TABLE floor.bins AS
    SELECT tenant_id, action_type, (
        SELECT count(*) FROM generate_series(1, 9) AS edge WHERE predicted_confidence >= edge / 10.0::double precision
      )::smallint AS bin_index,
      count(*) AS sample_count, sum(weight) AS weight_sum, sum(weight * weight) AS weight_square_sum,
      sum(weight * outcome) AS outcome_sum, avg(predicted_confidence) AS confidence_mean,
      sum(weight * (predicted_confidence - outcome) ^ 2) AS brier_sum, batch
    FROM floor.calibration_samples
    WHERE state = 'present'
    GROUP BY tenant_id, action_type, 3, batch
    ORDER BY batch, tenant_id, action_type, 3;

    \(writtenTables.map { "CREATE INDEX ON floor.\($0) (batch);" }.joined(separator: "\n"))
    CREATE TABLE floor.expected AS \(countQuery);
    TRUNCATE learning.events, learning.event_keys, learning.event_conversations, learning.conversations,
      learning.due_conversations, learning.outcome_records, learning.conversions, learning.outbox, learning.calibration_samples;
    UPDATE learning.calibration_bins
    SET sample_count = 0, weight_sum = 0, weight_square_sum = 0, outcome_sum = 0, confidence_mean = 0,
      confidence_m2 = 0, brier_sum = 0;
    GRANT USAGE ON SCHEMA floor TO reckoner_worker;
    GRANT SELECT ON ALL TABLES IN SCHEMA floor TO reckoner_worker;
    """
  }

  /// The tables that a batch reads.
  static let writtenTables = [
    "event_keys", "events", "conversations", "event_conversations", "outcome_records", "changed_outcomes",
    "conversions",
    "calibration_samples", "outbox", "bins",
  ]

  /// What the floor must come to: the rows, and the samples in the bins.
  static let countQuery = """
    SELECT (SELECT count(*) FROM learning.events) AS events,
      (SELECT count(*) FROM learning.outcome_records WHERE outcome_status <> 'pending') AS outcomes,
      (SELECT count(*) FROM learning.conversions) AS conversions,
      (SELECT count(*) FROM learning.calibration_samples) AS samples,
      (SELECT coalesce(sum(sample_count), 0)::bigint FROM learning.calibration_bins) AS binned
    """
}
