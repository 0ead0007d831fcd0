import Calibration
import EventModel
import Foundation
import PostgresClient
import RedisClient
import Store
import Streams
import Testing

@testable import Workers

extension TestFleet {
  /// Erases a conversation.
  @discardableResult
  func erase(
    _ key: ConversationKey,
    step: @escaping @Sendable (ErasureStep) async throws -> Void = { _ in }
  ) async throws -> ErasureReceipt {
    try await ConversationErasure(of: key, redis: redis, postgres: postgres, clock: clock, step: step)
      .run(reason: "asked", by: "anna")
  }

  /// Every table of the schema, in order.
  func tables() async throws -> [String] {
    try await execute(
      """
      SELECT relname FROM pg_class WHERE relnamespace = 'learning'::regnamespace AND relkind IN ('r', 'p')
        AND NOT relispartition ORDER BY 1
      """
    ).split(separator: "\n").map(String.init)
  }

  /// Where the tables hold one of some texts in a tenant's rows.
  func tablesNaming(_ texts: [String], of tenant: TenantID) async throws -> [String] {
    var found: [String] = []
    for table in try await tables() where !["schema_migrations", "redis_incarnation"].contains(table) {
      let pattern = texts.joined(separator: "|")
      let rows = try await execute(
        """
        SELECT left(to_jsonb(line)::text, 400) FROM learning.\(table) AS line
        WHERE tenant_id = '\(tenant)' AND to_jsonb(line)::text ~* '\(pattern)' LIMIT 3
        """
      )
      if !rows.isEmpty { found.append("\(table): \(rows)") }
    }
    return found
  }

  /// The streams, and other keys, that hold one of some texts in what is the tenant's.
  func keysNaming(_ texts: [String], of tenant: TenantID) async throws -> [String] {
    var found: [String] = []
    var cursor: UInt64 = 0
    repeat {
      let page = try await redis.send(Scan(cursor: cursor, count: 1000))
      for key in page.keys {
        let lines: [String]
        switch try await redis.send(KeyType(key: key)) {
        case "stream": lines = try await redis.send(StreamRange(key: key)).map { Self.text($0.fields ?? []) }
        case "hash": lines = [Self.text(try await redis.send(HashGetAll(key: key)))]
        default: continue
        }
        for line in lines where line.contains("\(tenant)") || key.contains("\(tenant)") {
          if texts.contains(where: { line.lowercased().contains($0) }) { found.append("\(key): \(line)") }
        }
      }
      cursor = page.cursor
    } while cursor != 0
    return found
  }

  private static func text(_ fields: [RedisField]) -> String {
    fields.map { "\(String(decoding: $0.name, as: UTF8.self))=\(String(decoding: $0.value, as: UTF8.self))" }
      .joined(separator: " ")
  }

  /// What stays to the last digit: daily figures, bins by their counts, states and their history.
  func aggregates() async throws -> String {
    try await execute(
      """
      SELECT line FROM (
        SELECT 'outcomes ' || to_jsonb(line)::text AS line FROM learning.outcome_rollups AS line
        UNION ALL SELECT 'actions ' || to_jsonb(line)::text FROM learning.action_rollups AS line
        UNION ALL SELECT 'impact ' || (to_jsonb(line) - 'amount')::text || trim_scale(line.amount)
          FROM learning.impact_rollups AS line
        UNION ALL SELECT 'bin ' || (to_jsonb(line) - 'last_updated')::text FROM learning.calibration_bins AS line
        UNION ALL SELECT 'state ' || to_jsonb(line)::text FROM learning.calibration_state AS line
        UNION ALL SELECT 'adjustment ' || to_jsonb(line)::text FROM learning.calibration_adjustments AS line
        UNION ALL SELECT concat_ws(' ', 'sample', tenant_id, action_type, predicted_confidence, outcome, weight,
          calibration_version, date_trunc('day', acted_at)) FROM learning.calibration_samples WHERE state = 'present'
      ) AS lines ORDER BY line COLLATE "C"
      """
    )
  }

  /// Everything but what was erased: the rows of all other conversations.
  func others(than key: ConversationKey) async throws -> Set<String> {
    let lines = try await execute(
      """
      SELECT line FROM (
        SELECT 'outcome ' || (to_jsonb(line) - 'updated_at')::text AS line FROM learning.outcome_records AS line
          WHERE (tenant_id, conversation_state_id) <> ('\(key.tenantID)', '\(key.conversationID)')
        UNION ALL SELECT 'conversion ' || to_jsonb(line)::text FROM learning.conversions AS line
          WHERE (tenant_id, conversation_state_id) <> ('\(key.tenantID)', '\(key.conversationID)')
        UNION ALL SELECT 'label ' || to_jsonb(line)::text FROM learning.outcome_labels AS line
          WHERE (tenant_id, conversation_state_id) <> ('\(key.tenantID)', '\(key.conversationID)')
        UNION ALL SELECT 'event ' || to_jsonb(line)::text FROM learning.events AS line
          WHERE (tenant_id, conversation_state_id) <> ('\(key.tenantID)', '\(key.conversationID)')
            AND position('\(key.conversationID)' IN payload::text) = 0
      ) AS lines ORDER BY line COLLATE "C"
      """
    )
    return Set(lines.split(separator: "\n").map(String.init))
  }

  /// The ids that must be nowhere: the conversation, its own events, and its outcomes.
  func ids(of key: ConversationKey) async throws -> [String] {
    try await execute(
      """
      SELECT '\(key.conversationID)'
      UNION SELECT event_id::text FROM learning.events AS event
        WHERE tenant_id = '\(key.tenantID)' AND conversation_state_id = '\(key.conversationID)'
          AND NOT EXISTS (SELECT FROM learning.event_conversations AS link
            WHERE link.tenant_id = event.tenant_id AND link.event_id = event.event_id)
      UNION SELECT outcome_id::text FROM learning.outcome_records
        WHERE tenant_id = '\(key.tenantID)' AND conversation_state_id = '\(key.conversationID)'
      """
    ).split(separator: "\n").map(String.init)
  }

  /// Feedback, a prompt and a label of a conversation, as the API writes them.
  func addFeedback(to key: ConversationKey) async throws {
    try await execute(Self.feedback(to: key))
  }

  static func feedback(to key: ConversationKey) -> String {
    let names = "tenant_id, conversation_state_id"
    let values = "'\(key.tenantID)', '\(key.conversationID)'"
    return """
      INSERT INTO learning.feedback_entries (\(names), feedback_id, target_type, target_id, source, rating, comment,
        reviewer_id, reviewer_role, created_at)
      VALUES (\(values), gen_random_uuid(), 'conversation', '\(key.conversationID)', 'inline', 1, 'fine', 'anna', 'rep', now());
      INSERT INTO learning.feedback_prompts (\(names), reviewer_id, asked_on, target_type, target_id, asked_at)
      VALUES (\(values), 'anna', '2026-03-01', 'conversation', '\(key.conversationID)', now());
      INSERT INTO learning.outcome_labels (\(names), label_id, outcome_id, labelled_at, status, labelled_by)
      SELECT \(names), gen_random_uuid(), outcome_id, '2026-03-01', 'negative', 'anna' FROM learning.outcome_records
      WHERE (\(names)) = (\(values)) ORDER BY outcome_id LIMIT 1;
      INSERT INTO learning.due_conversations (\(names), reason, due_since) VALUES (\(values), 'label', '2026-03-01')
      """
  }
}
