import PostgresClient

/// Multiplies what a drained database holds, by giving all of it to further tenants: every copy is as consistent as the
/// original, so that the conservation check holds for all of it.
struct HistoryCopy: Sendable {
  let postgres: PostgresConnection

  /// Tables whose rows are of one tenant and say nothing of others, with what a copy has in the place of some columns.
  /// An outcome's id follows from its tenant (SEMANTICS section 1).
  private static let tables: [(name: String, source: String, expressions: [String: String])] = [
    ("events", "learning.events AS original", [:]),
    ("event_conversations", "learning.event_conversations AS original", [:]),
    ("conversations", "learning.conversations AS original", [:]),
    ("outcome_records", "learning.outcome_records AS original", ["outcome_id": outcomeID("original")]),
    ("conversions", "learning.conversions AS original", [:]),
    (
      "calibration_samples",
      "learning.calibration_samples AS original JOIN learning.outcome_records AS outcome USING (tenant_id, outcome_id)",
      ["outcome_id": outcomeID("outcome")]
    ),
    ("calibration_bins", "learning.calibration_bins AS original", [:]),
    ("calibration_state", "learning.calibration_state AS original", [:]),
  ]

  private static let tenant = "uuid_generate_v5(original.tenant_id, copy::text)"

  private static func outcomeID(_ row: String) -> String {
    "uuid_generate_v5(\(tenant), \(row).action_event_id::text || '/' || \(row).outcome_type)"
  }

  /// Adds so many copies.
  /// - Parameter copyCount: 1 or more.
  func add(copyCount: Int) async throws {
    try await postgres.executeScript("CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\"")
    // The copies of one table must not become originals of the next.
    try await postgres.executeScript(
      "CREATE TEMPORARY TABLE original_tenants AS SELECT DISTINCT tenant_id FROM learning.conversations"
    )
    for table in Self.tables {
      let columns = try await postgres.text(
        """
        SELECT string_agg(column_name::text, ',' ORDER BY ordinal_position)
        FROM information_schema.columns
        WHERE table_schema = 'learning' AND table_name = '\(table.name)' AND is_generated = 'NEVER'
          AND is_identity = 'NO'
        """
      ).split(separator: ",").map(String.init)
      let values = columns.map { column in
        column == "tenant_id" ? Self.tenant : table.expressions[column] ?? "original.\(column)"
      }
      try await postgres.executeScript(
        """
        INSERT INTO learning.\(table.name) (\(columns.joined(separator: ", ")))
        SELECT \(values.joined(separator: ", "))
        FROM generate_series(1, \(copyCount)) AS copy CROSS JOIN \(table.source)
        WHERE original.tenant_id IN (SELECT tenant_id FROM original_tenants)
        """
      )
    }
    try await postgres.executeScript("DROP TABLE original_tenants")
    try await postgres.executeScript("VACUUM ANALYZE")
    try await postgres.executeScript("CHECKPOINT")
  }
}
