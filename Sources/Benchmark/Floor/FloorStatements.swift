import PostgresClient

/// The floor's statements, prepared on a connection under names of their own: each writes the rows of one batch.
struct FloorStatements: Sendable {
  /// In the order of a batch.
  private let names: [String]

  /// Prepares all of them.
  static func prepare(on connection: PostgresConnection) async throws -> FloorStatements {
    // As a worker's sessions: tables were empty when they were looked at last, and only the index is right later on.
    try await connection.executeScript(
      """
      SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_seqscan = off; SET jit = off;
      SET plan_cache_mode = force_generic_plan
      """
    )
    var names: [String] = []
    for table in ["event_keys", "events", "conversations", "event_conversations", "outcome_records"] {
      names.append(try await prepareInsert(into: table, on: connection))
    }
    names.append("change_outcomes")
    try await connection.executeScript("PREPARE change_outcomes (integer) AS \(changeOutcomes)")
    for table in ["conversions", "outbox"] { names.append(try await prepareInsert(into: table, on: connection)) }
    names.append("forget_outbox")
    try await connection.executeScript("PREPARE forget_outbox (integer) AS \(forgetOutbox)")
    names.append(try await prepareInsert(into: "calibration_samples", on: connection))
    names.append("change_bins")
    try await connection.executeScript("PREPARE change_bins (integer) AS \(changeBins)")
    return FloorStatements(names: names)
  }

  /// One transaction with all statements of a batch, and one round trip.
  func script(batch: Int) -> String {
    "BEGIN;" + names.map { "EXECUTE \($0)(\(batch));" }.joined() + "COMMIT"
  }

  /// A column that the database fills by itself is left out.
  private static func prepareInsert(into table: String, on connection: PostgresConnection) async throws -> String {
    let columns = try await connection.text(
      """
      SELECT string_agg(quote_ident(column_name::text), ', ' ORDER BY ordinal_position)
      FROM information_schema.columns
      WHERE table_schema = 'learning' AND table_name = '\(table)' AND is_generated = 'NEVER' AND is_identity = 'NO'
      """
    )
    let name = "insert_\(table)"
    try await connection.executeScript(
      """
      PREPARE \(name) (integer) AS
      INSERT INTO learning.\(table) (\(columns)) SELECT \(columns) FROM floor.\(table) WHERE batch = $1
      """
    )
    return name
  }

  private static var changeOutcomes: String {
    let settings = FloorStaging.changedColumns.map { "\($0) = change.\($0)" }.joined(separator: ", ")
    return """
      UPDATE learning.outcome_records AS outcome SET \(settings)
      FROM floor.changed_outcomes AS change
      WHERE change.batch = $1 AND outcome.tenant_id = change.tenant_id AND outcome.outcome_id = change.outcome_id
        AND outcome.acted_at = change.acted_at
      """
  }

  /// Messages of the batch before, as if they had been published meanwhile: by their keys, as the relay does.
  private static let forgetOutbox = """
    DELETE FROM learning.outbox AS message
    USING (
      SELECT tenant_id, outbox_id FROM learning.outbox
      ORDER BY outbox_id LIMIT (SELECT count(*) FROM floor.outbox WHERE batch = $1 - 1)
    ) AS published
    WHERE message.tenant_id = published.tenant_id AND message.outbox_id = published.outbox_id
    """

  private static let changeBins = """
    UPDATE learning.calibration_bins AS bin
    SET sample_count = bin.sample_count + change.sample_count, weight_sum = bin.weight_sum + change.weight_sum,
      weight_square_sum = bin.weight_square_sum + change.weight_square_sum,
      outcome_sum = bin.outcome_sum + change.outcome_sum, confidence_mean = change.confidence_mean,
      brier_sum = bin.brier_sum + change.brier_sum, last_updated = now()
    FROM floor.bins AS change
    WHERE change.batch = $1 AND bin.tenant_id = change.tenant_id AND bin.action_type = change.action_type
      AND bin.bin_index = change.bin_index
    """
}
