import EventModel
import PostgresClient
import Store
import TestSupport
import Testing
import Workers

@Suite(.timeLimit(.minutes(10))) struct QueryPlanTests {
  /// The statements of every batch, which join keys with a table by its key.
  private static let hot: [(name: String, sql: String)] = [
    ("RecordEvents", RecordEvents.sql), ("LinkConversations", LinkConversations.sql),
    ("FindRecorded", FindRecorded.sql), ("EnterConversations", EnterConversations.sql),
    ("ClaimConversations", ClaimConversations.sql), ("LoadEvents", LoadEvents.sql), ("LoadLabels", LoadLabels.sql),
    ("LoadOutcomes", LoadOutcomes.sql), ("LoadConversions", LoadConversions.sql),
    ("LoadAttributionFacts", LoadAttributionFacts.sql), ("ForgetDue", ForgetDue.sql),
    ("InsertOutcomes", InsertOutcomes.sql), ("UpdateOutcomes", UpdateOutcomes.sql),
    ("PutConversions", PutConversions.sql), ("DeleteConversions", DeleteConversions.sql),
    ("ForgetOutbox", ForgetOutbox.sql), ("InsertSamples", InsertSamples.sql), ("LockSamples", LockSamples.sql),
    ("UpdateSamples", UpdateSamples.sql), ("LockBins", LockBins.sql), ("WriteBins", WriteBins.sql),
    ("FindDue", FindDue.sql), ("FindDueMarks", FindDueMarks.sql), ("ForgetRollupChanges", ForgetRollupChanges.sql),
  ]

  /// Fills the tables as a worker would, but never analyses them.
  private static let fill = """
    SELECT learning.ensure_months(now());
    INSERT INTO learning.conversations (tenant_id, conversation_state_id)
    SELECT '\(TestEvent.tenant(1))', gen_random_uuid() FROM generate_series(1, 50000);
    INSERT INTO learning.events (
      tenant_id, event_id, conversation_state_id, occurred_at, event_type, content_digest, payload, recorded_at)
    SELECT tenant_id, gen_random_uuid(), conversation_state_id, now(), 'agent.action', '', '{}', now()
    FROM learning.conversations;
    INSERT INTO learning.event_keys SELECT tenant_id, event_id, conversation_state_id, occurred_at FROM learning.events;
    INSERT INTO learning.event_conversations SELECT tenant_id, conversation_state_id, event_id FROM learning.events;
    INSERT INTO learning.outcome_records (
      tenant_id, outcome_id, action_event_id, conversation_state_id, acted_at, window_expires_at, created_at,
      updated_at, predicted_confidence, evidence_weight, revision, is_primary, sample_state, outcome_type,
      outcome_status, action_type, action_id)
    SELECT tenant_id, gen_random_uuid(), event_id, conversation_state_id, now(), now(), now(), now(), 0.5, 1, 1, true,
      'none', 'email_engagement', 'pending', 'send_email', '' FROM learning.events;
    INSERT INTO learning.conversions
    SELECT tenant_id, conversation_state_id, event_id, 'linear', ARRAY[event_id], ARRAY[1000000] FROM learning.events;
    INSERT INTO learning.outbox (tenant_id, occurred_at, message_count, event_type, event_ids, data)
    SELECT tenant_id, now(), 1, 'calibration.updated', ARRAY[event_id], ARRAY['{}'] FROM learning.events;
    INSERT INTO learning.due_conversations (tenant_id, conversation_state_id, reason, due_since)
    SELECT tenant_id, conversation_state_id, 'busy', now() FROM learning.conversations;
    INSERT INTO learning.rollup_changes (
      tenant_id, recorded_at, entry_count, outcome_ids, former_statuses, statuses, labelled_counts, sample_counts,
      sample_weight_micros, sample_confidence_micros, sample_outcome_micros, signal_event_ids, touch_event_ids,
      former_credit_micros, credit_micros, action_days, action_rep_ids, action_types, action_channels, action_counts,
      cost_counts, cost_micros, outcome_times)
    SELECT tenant_id, now(), 1, ARRAY[event_id], ARRAY[0], ARRAY[1], '{}', '{}', '{}', '{}', '{}', ARRAY[event_id],
      ARRAY[event_id], ARRAY[0], ARRAY[1], '{}', '{}', '{}', '{}', '{}', '{}', '{}', ARRAY[now()]
    FROM learning.events;
    INSERT INTO learning.calibration_samples
    SELECT tenant_id, outcome_id, 1, 'present', 'send_email', 0.5, 1, 1, NULL, now(), now()
    FROM learning.outcome_records;
    INSERT INTO learning.outcome_labels
    SELECT tenant_id, gen_random_uuid(), outcome_id, conversation_state_id, now(), 'positive', NULL, 'x', NULL
    FROM learning.outcome_records;
    INSERT INTO learning.deliveries (
      tenant_id, delivery_id, subject_kind, subject_id, subject_event, channel, notice, state, next_attempt_at, created_at)
    SELECT tenant_id, event_id, 'alert', event_id, 'firing', 'ops', '{}', 'waiting', now(), now() FROM learning.events;
    INSERT INTO learning.calibration_bins (
      tenant_id, action_type, bin_index, sample_count, weight_sum, weight_square_sum, outcome_sum, confidence_mean,
      confidence_m2, brier_sum, last_updated)
    SELECT tenant_id, 'send_email', 0, 0, 0, 0, 0, 0, 0, 0, now() FROM (
      SELECT gen_random_uuid() AS tenant_id FROM generate_series(1, 5000)) AS tenant
    """

  /// One line of a plan.
  private struct PlanLines: PostgresStatement {
    typealias Row = String
    static let sql = "SELECT line FROM plan ORDER BY number"
    static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> String { try row.string() }
  }

  /// The plan that a connection would keep for a statement.
  private func plan(of sql: String, on connection: PostgresConnection) async throws -> [String] {
    let count = sql.matches(of: /\$(\d+)/).compactMap { Int($0.1) }.max() ?? 0
    // Bounds that let everything in: months that a null takes out would not be seen in the plan.
    let arguments = (0..<count).map { number in
      let parameter = "$\(number + 1)"
      if sql.contains("_at >= \(parameter) ") { return "'-infinity'" }
      return ["<", "<="].contains { sql.contains("_at \($0) \(parameter)\n") } ? "'infinity'" : "NULL"
    }.joined(separator: ", ")
    try await connection.executeScript(
      """
      SET plan_cache_mode = force_generic_plan;
      CREATE TEMPORARY TABLE plan (number serial, line text);
      PREPARE statement AS \(sql);
      DO $outer$
      DECLARE
        line text;
      BEGIN
        FOR line IN EXECUTE $inner$EXPLAIN EXECUTE statement(\(arguments))$inner$ LOOP
          INSERT INTO plan (line) VALUES (line);
        END LOOP;
      END
      $outer$
      """
    )
    let lines = try await connection.send(PlanLines())
    try await connection.executeScript("DEALLOCATE statement; DROP TABLE plan")
    return lines
  }

  @Test("on 50,000 rows that nobody analysed every hot statement goes by the whole key of an index")
  func indexes() async throws {
    try await TestFleet.with { fleet in
      try await fleet.execute(Self.fill)
      try await fleet.postgres.withConnection { connection in
        for (name, sql) in Self.hot {
          let plan = try await plan(of: sql, on: connection)
          let text = plan.joined(separator: "\n")
          #expect(!text.contains("Seq Scan"), "\(name)\n\(text)")
          #expect(!text.contains("Hash Join") && !text.contains("Merge Join"), "\(name)\n\(text)")
          for (index, line) in plan.enumerated() where line.contains("Index Scan") || line.contains("Index Only Scan") {
            let condition = index + 1 < plan.count ? plan[index + 1] : ""
            // Looked at once, and no further than its first row.
            let isInitial = plan[index - 1].contains("InitPlan")
            #expect(condition.contains("Index Cond"), "\(name)\n\(text)")
            #expect(isInitial || condition.contains(" AND "), "\(name)\n\(text)")
            #expect(condition.contains("_id = "), "by a key, and not by a time alone: \(name)\n\(text)")
          }
        }
        for (name, sql) in [
          ("FoldOutcomeChanges", FoldOutcomeChanges.sql), ("FoldActionChanges", FoldActionChanges.sql),
          ("FoldImpactChanges", FoldImpactChanges.sql),
        ] {
          let text = try await plan(of: sql, on: connection).joined(separator: "\n")
          #expect(!text.contains("Seq Scan") && !text.contains("Hash Join"), "\(name)\n\(text)")
          #expect(text.contains("rollup_changes_age"), "\(name): claimed rows alone are read\n\(text)")
        }
        let overdue = try await plan(of: ClaimOverdue.sql, on: connection).joined(separator: "\n")
        #expect(overdue.contains("outcome_records_history_open"), "\(overdue)")
        #expect(overdue.contains("window_expires_at_idx"), "\(overdue)")
        #expect(overdue.contains("Merge Append") && !overdue.contains("->  Sort"), "\(overdue)")
        for (name, sql, index) in [
          ("ClaimDeliveries", ClaimDeliveries.sql, "deliveries_due"),
          ("PageDeliveries", PageDeliveries.sql, "deliveries_time"),
          ("TrimDeliveries", TrimDeliveries.sql, "deliveries_settled"),
        ] {
          let text = try await plan(of: sql, on: connection).joined(separator: "\n")
          #expect(text.contains(index) && !text.contains("Seq Scan on deliveries"), "\(name)\n\(text)")
          #expect(!text.contains("Hash Join") && !text.contains("Merge Join"), "\(name)\n\(text)")
        }
      }
    }
  }
}
