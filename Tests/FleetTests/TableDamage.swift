/// Damage to the tables of a settled fleet, and what a verification must find.
struct TableDamage: Sendable {
  let sql: String
  /// How many of each kind.
  let found: [String: Int]

  private init(_ sql: String, _ found: [String: Int]) {
    self.sql = sql
    self.found = found
  }

  static let all = conversations + outcomes + conversions + samples + states + erasures + rollups

  private static let conversations = [
    TableDamage(
      """
      INSERT INTO learning.due_conversations (tenant_id, conversation_state_id, reason, due_since)
      SELECT tenant_id, conversation_state_id, 'busy', '2020-01-01' FROM learning.conversations LIMIT 3
      """,
      ["conversation_left_due": 3]
    ),
    TableDamage(
      """
      INSERT INTO learning.due_conversations (tenant_id, conversation_state_id, reason, due_since)
      SELECT tenant_id, gen_random_uuid(), 'label', '2020-01-01' FROM learning.conversations LIMIT 7
      """,
      ["mark_unregistered": 7]
    ),
    TableDamage(
      """
      WITH stray AS (
        INSERT INTO learning.events SELECT (jsonb_populate_record(event,
          jsonb_build_object('event_id', gen_random_uuid(), 'conversation_state_id', gen_random_uuid()))).*
        FROM learning.events AS event WHERE event_type = 'customer.reply' ORDER BY event_id LIMIT 6
        RETURNING tenant_id, event_id, conversation_state_id, occurred_at
      )
      INSERT INTO learning.event_keys SELECT * FROM stray
      """,
      ["conversation_unregistered": 6]
    ),
    TableDamage(
      """
      UPDATE learning.event_conversations SET event_id = gen_random_uuid()
      WHERE (tenant_id, conversation_state_id, event_id) IN (
        SELECT link.tenant_id, link.conversation_state_id, link.event_id FROM learning.event_conversations AS link
        WHERE NOT EXISTS (SELECT FROM learning.outcome_records AS outcome
          WHERE outcome.tenant_id = link.tenant_id AND outcome.conversation_state_id = link.conversation_state_id)
        ORDER BY 1, 2, 3 LIMIT 1)
      """,
      ["event_unlinked": 1, "link_without_event": 1, "rollup_differs": 1]
    ),
    TableDamage(
      """
      INSERT INTO learning.event_conversations (tenant_id, conversation_state_id, event_id)
      SELECT tenant_id, conversation_state_id, event_id FROM learning.events AS event
      WHERE event_type = 'customer.reply' AND NOT EXISTS (
        SELECT FROM learning.outcome_records AS outcome WHERE outcome.tenant_id = event.tenant_id
          AND outcome.conversation_state_id = event.conversation_state_id)
      ORDER BY 1, 3 LIMIT 2
      """,
      ["event_linked_twice": 2]
    ),
    TableDamage(
      """
      INSERT INTO learning.event_keys
      SELECT tenant_id, gen_random_uuid(), conversation_state_id, occurred_at FROM learning.event_keys LIMIT 4
      """,
      ["event_key_differs": 4]
    ),
    TableDamage(
      """
      UPDATE learning.conversations SET events_to = events_from
      WHERE (tenant_id, conversation_state_id) IN (
        SELECT event.tenant_id, event.conversation_state_id FROM learning.events AS event
        WHERE event_type = 'customer.reply' AND NOT EXISTS (
          SELECT FROM learning.outcome_records AS outcome WHERE outcome.tenant_id = event.tenant_id
            AND outcome.conversation_state_id = event.conversation_state_id)
        ORDER BY 1, 2 LIMIT 1)
      """,
      ["event_out_of_reach": 3]
    ),
  ]

  private static let outcomes = [
    TableDamage(
      """
      UPDATE learning.outcome_records SET outcome_status = 'pending', resolved_at = NULL, expiry_seen_at = NULL,
        signal_source = NULL, updated_at = '2020-01-01'
      WHERE outcome_id IN (SELECT outcome_id FROM learning.outcome_records
        WHERE outcome_status = 'expired' AND sample_state = 'none' ORDER BY outcome_id LIMIT 1)
      """,
      ["outcome_left_overdue": 1, "rollup_differs": 1]
    ),
    TableDamage(
      """
      DELETE FROM learning.outcome_records
      WHERE outcome_id IN (SELECT outcome_id FROM learning.calibration_samples LIMIT 1)
      """,
      ["outcome_differs": 1, "sample_without_outcome": 1, "rollup_differs": 1]
    ),
    TableDamage(
      """
      UPDATE learning.outcome_records SET outcome_status = 'pending', resolved_at = NULL, signal_source = NULL
      WHERE outcome_id IN (SELECT outcome_id FROM learning.outcome_records WHERE outcome_status = 'positive'
        AND NOT is_primary LIMIT 1)
      """,
      ["outcome_differs": 1, "rollup_differs": 1]
    ),
    TableDamage(
      """
      INSERT INTO learning.outcome_records SELECT (jsonb_populate_record(outcome,
        jsonb_build_object('outcome_id', gen_random_uuid(), 'is_primary', true, 'sample_state', 'none'))).*
      FROM learning.outcome_records AS outcome WHERE NOT is_primary ORDER BY outcome_id LIMIT 1
      """,
      ["outcome_differs": 1, "outcome_doubled": 1, "rollup_differs": 1]
    ),
    TableDamage(
      """
      INSERT INTO learning.outcome_records SELECT (jsonb_populate_record(outcome,
        jsonb_build_object('outcome_id', gen_random_uuid(), 'action_event_id', gen_random_uuid(),
          'sample_state', 'none'))).*
      FROM learning.outcome_records AS outcome ORDER BY outcome_id LIMIT 1
      """,
      ["outcome_differs": 1, "outcome_without_action": 1, "rollup_differs": 1]
    ),
    TableDamage(
      """
      UPDATE learning.outcome_records SET predicted_confidence = 0.123 WHERE outcome_id IN (
        SELECT outcome_id FROM learning.outcome_records WHERE sample_state = 'none' LIMIT 2)
      """,
      ["outcome_misdescribed": 2]
    ),
    TableDamage(
      """
      INSERT INTO learning.outcome_labels (
        tenant_id, label_id, outcome_id, conversation_state_id, labelled_at, status, labelled_by)
      SELECT tenant_id, gen_random_uuid(), gen_random_uuid(), conversation_state_id, now(), 'positive', 'somebody'
      FROM learning.conversations LIMIT 6
      """,
      ["label_without_outcome": 6]
    ),
  ]

  private static let conversions = [
    TableDamage(
      """
      UPDATE learning.conversions SET credit_micros[1] = credit_micros[1] + 1
      WHERE (tenant_id, conversation_state_id, signal_event_id) IN (
        SELECT tenant_id, conversation_state_id, signal_event_id FROM learning.conversions LIMIT 1)
      """,
      ["outcome_differs": 1, "credits_dont_sum": 1, "rollup_differs": 1]
    ),
    TableDamage(
      """
      UPDATE learning.conversions SET action_event_ids = action_event_ids || action_event_ids[1],
        credit_micros = credit_micros || 0
      WHERE (tenant_id, conversation_state_id, signal_event_id) IN (
        SELECT tenant_id, conversation_state_id, signal_event_id FROM learning.conversions LIMIT 1)
      """,
      ["outcome_differs": 1, "credit_doubled": 1, "rollup_differs": 1]
    ),
    TableDamage(
      """
      INSERT INTO learning.conversions SELECT tenant_id, conversation_state_id, gen_random_uuid(), model,
        action_event_ids, credit_micros FROM learning.conversions LIMIT 1
      """,
      ["outcome_differs": 1, "conversion_without_event": 1]
    ),
    TableDamage(
      """
      UPDATE learning.conversions SET action_event_ids[1] = gen_random_uuid()
      WHERE (tenant_id, conversation_state_id, signal_event_id) IN (
        SELECT tenant_id, conversation_state_id, signal_event_id FROM learning.conversions LIMIT 1)
      """,
      ["outcome_differs": 1, "conversion_without_event": 1, "rollup_differs": 1]
    ),
  ]

  private static let samples = [
    TableDamage(
      """
      INSERT INTO learning.outbox (tenant_id, occurred_at, message_count, event_type, event_ids, data)
      SELECT tenant_id, '2020-01-01', 2, 'calibration.adjusted', ARRAY[gen_random_uuid(), gen_random_uuid()],
        ARRAY['{}', '{}']
      FROM learning.conversations LIMIT 4
      """,
      ["outbox_left": 8]
    ),
    TableDamage(
      """
      UPDATE learning.calibration_bins SET weight_sum = weight_sum + 0.01
      WHERE (tenant_id, action_type, bin_index) IN (
        SELECT tenant_id, action_type, bin_index FROM learning.calibration_bins WHERE sample_count > 0 LIMIT 1)
      """,
      ["bin_differs": 1]
    ),
    TableDamage(
      "DELETE FROM learning.calibration_bins WHERE tenant_id = (SELECT max(tenant_id::text)::uuid FROM learning.events)",
      ["bin_differs": 10]
    ),
    TableDamage(
      """
      INSERT INTO learning.calibration_bins (
        tenant_id, action_type, bin_index, sample_count, weight_sum, weight_square_sum, outcome_sum, confidence_mean,
        confidence_m2, brier_sum, last_updated)
      SELECT tenant_id, 'ghost', 3, 1, 1, 1, 1, 0.35, 0, 0.4, now()
      FROM (VALUES ('00000000-0000-4000-8000-000000000000'::uuid), ('ffffffff-0000-4000-8000-000000000000')) AS t (tenant_id)
      """,
      ["bin_differs": 2]
    ),
    TableDamage(
      """
      DELETE FROM learning.calibration_samples WHERE outcome_id IN (
        SELECT outcome_id FROM learning.calibration_samples WHERE state = 'present' LIMIT 1)
      """,
      ["sample_differs": 1, "bin_differs": 1]
    ),
    TableDamage(
      """
      UPDATE learning.calibration_samples SET outcome = 1 - outcome WHERE outcome_id IN (
        SELECT outcome_id FROM learning.calibration_samples WHERE state = 'present' AND weight > 0 LIMIT 1)
      """,
      ["sample_differs": 1, "bin_differs": 1]
    ),
  ]

  private static let states = [
    TableDamage(
      """
      INSERT INTO learning.calibration_state (
        tenant_id, action_type, confidence_scaling, escalation_threshold, version, mode, frozen, at_bound, verdict,
        judged_sample_count, revision, published_revision, updated_at)
      SELECT tenant_id, 'ghost ' || number, 1 + number / 10.0, 0.7, 0, 'auto', false, false, 'calibrated', 0, 1, 1, now()
      FROM (SELECT tenant_id FROM learning.conversations LIMIT 1) AS tenant, generate_series(0, 2) AS number
      """,
      // The first of them is as every action type begins.
      ["state_differs": 2]
    )
  ]

  private static let erasures = [
    TableDamage(
      """
      INSERT INTO learning.erased_conversations
      SELECT tenant_id, sha256(uuid_send(tenant_id) || uuid_send(conversation_state_id)), now()
      FROM learning.conversations AS conversation
      WHERE NOT EXISTS (SELECT FROM learning.event_conversations AS link
        WHERE link.conversation_state_id = conversation.conversation_state_id)
      ORDER BY 1, 2 LIMIT 1
      """,
      ["erased_conversation_left": 1]
    ),
    TableDamage(
      """
      INSERT INTO learning.erasure_receipts (
        tenant_id, receipt_id, conversation_hash, requested_at, requested_by, reason, row_counts, entry_counts)
      SELECT tenant_id, gen_random_uuid(), sha256(uuid_send(conversation_state_id)), '2020-01-01', 'somebody', '', '{}',
        '{}'
      FROM learning.conversations LIMIT 2
      """,
      ["erasure_unfinished": 2]
    ),
    TableDamage(
      """
      INSERT INTO learning.retired_action_rollups
      SELECT tenant_id, '2020-01-01', 'ghost', 'ghost', '', 1, 0, 0 FROM learning.conversations LIMIT 1
      """,
      ["rollup_differs": 1]
    ),
  ]

  private static let rollups = [
    TableDamage(
      """
      INSERT INTO learning.outcome_rollups
      SELECT tenant_id, '2020-01-01', 'ghost', 'ghost', '', 'email_engagement', number = 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, number
      FROM (SELECT tenant_id FROM learning.conversations LIMIT 1) AS tenant, generate_series(0, 1) AS number;
      INSERT INTO learning.action_rollups
      SELECT tenant_id, '2020-01-01', 'ghost', 'ghost', '', 0, 0, 1 FROM learning.conversations LIMIT 1;
      INSERT INTO learning.impact_rollups
      SELECT tenant_id, '2020-01-01', 'ghost', 'ghost', '', '', 'customer.reply', 'reply', 0, 0, 0.000001
      FROM learning.conversations LIMIT 1
      """,
      // A row of zeros is as good as none.
      ["rollup_differs": 3]
    )
  ]
}
