import PostgresClient

/// Multiplies what a drained database holds, by giving all of it to further tenants: every copy is as consistent as the
/// original, so that the conservation check holds for all of it.
struct HistoryCopy: Sendable {
  let postgres: PostgresConnection

  /// A table whose rows are of one tenant and say nothing of others.
  private struct Table {
    let name: String
    /// What is kept of it, as the source of the copies.
    let source: String
    /// What a copy has in the place of some columns.
    var expressions: [String: String] = [:]

    init(_ name: String, source: String? = nil) {
      self.name = name
      self.source = source ?? "SELECT * FROM learning.\(name)"
    }
  }

  private static let tables = [
    Table("events"), Table("event_conversations"), Table("conversations"), outcomes("outcome_records"),
    Table("conversions"),
    outcomes(
      "calibration_samples",
      source: """
        SELECT sample.*, action_event_id, outcome_type
        FROM learning.calibration_samples AS sample JOIN learning.outcome_records USING (tenant_id, outcome_id)
        """
    ),
    Table("calibration_bins"), Table("calibration_state"),
  ]

  /// An outcome's id follows from its tenant (SEMANTICS section 1).
  private static func outcomes(_ name: String, source: String? = nil) -> Table {
    var table = Table(name, source: source)
    table.expressions["outcome_id"] = "uuid_generate_v5(\(tenant), action_event_id::text || '/' || outcome_type)"
    return table
  }

  /// Of the copy that a statement makes.
  private static let tenant = "uuid_generate_v5(tenant_id, copy.number::text)"

  /// Adds so many copies, one after the other: the rows of a tenant lie side by side, as if it had come by itself.
  /// - Parameter copyCount: 1 or more.
  func add(copyCount: Int) async throws {
    try await postgres.executeScript("CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\"")
    try await postgres.executeScript("SET synchronous_commit = off")
    var statements: [String] = []
    for table in Self.tables {
      try await postgres.executeScript("CREATE TEMPORARY TABLE original_\(table.name) AS \(table.source)")
      statements.append(try await insertion(into: table))
    }
    for copy in 1...copyCount {
      for statement in statements {
        try await postgres.executeScript("\(statement) CROSS JOIN (VALUES (\(copy))) AS copy (number)")
      }
    }
    for table in Self.tables { try await postgres.executeScript("DROP TABLE original_\(table.name)") }
    try await postgres.executeScript("RESET synchronous_commit")
    try await postgres.executeScript("VACUUM ANALYZE")
    try await postgres.executeScript("CHECKPOINT")
  }

  /// Columns are taken from the catalogue, so that the copy follows the schema.
  private func insertion(into table: Table) async throws -> String {
    let columns = try await postgres.text(
      """
      SELECT string_agg(column_name::text, ',' ORDER BY ordinal_position)
      FROM information_schema.columns
      WHERE table_schema = 'learning' AND table_name = '\(table.name)' AND is_generated = 'NEVER' AND is_identity = 'NO'
      """
    ).split(separator: ",").map(String.init)
    let values = columns.map { $0 == "tenant_id" ? Self.tenant : table.expressions[$0] ?? $0 }
    return """
      INSERT INTO learning.\(table.name) (\(columns.joined(separator: ", ")))
      SELECT \(values.joined(separator: ", ")) FROM original_\(table.name)
      """
  }
}
