import PostgresClient

/// Which statements took the server's time, as pg_stat_statements counts it, where that is loaded.
struct StatementCosts: Sendable {
  private static let statementCountMax = 20
  private static let textLengthMax = 90

  let postgres: PostgresConnection

  /// Begins to count anew.
  /// - Throws: ``BenchmarkError`` where the module isn't loaded.
  func reset() async throws {
    guard try await postgres.text("SHOW shared_preload_libraries").contains("pg_stat_statements") else {
      throw BenchmarkError(
        "the times of statements come from pg_stat_statements: put it into shared_preload_libraries and restart "
          + "PostgreSQL, or run deploy/bench, which does"
      )
    }
    try await postgres.executeScript("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
    try await postgres.executeScript("SELECT pg_stat_statements_reset()")
  }

  /// The dearest statements of this database since then, a line each.
  /// - Parameter eventCount: what their times are divided by.
  func lines(eventCount: Int) async throws -> [String] {
    try await postgres.rows(
      """
      SELECT round((total_exec_time / \(eventCount) * 1000)::numeric, 2)::text || ' s/million events, '
          || calls || ' calls, ' || rows || ' rows, ' || round(wal_bytes / \(eventCount)) || ' bytes of WAL/event: '
          || left(regexp_replace(query, '\\s+', ' ', 'g'), \(Self.textLengthMax))
      FROM pg_stat_statements
      WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
      ORDER BY total_exec_time DESC
      LIMIT \(Self.statementCountMax)
      """
    ) { row throws(PostgresError) in try row.string() }
  }
}
