import PostgresClient

/// What a database counts by itself; differences of two of these are the cost of what happened in between.
struct DatabaseCounters: Hashable, Sendable {
  /// The end of the log, in bytes since its beginning; of the whole server.
  let walPosition: Int64
  let commitCount: Int64
  /// Inserted, updated and deleted rows of schema learning.
  let rowCount: Int64
  /// Updates that needed no new entry in an index.
  let heapOnlyCount: Int64
  /// Rows that wait for a vacuum at this moment.
  let deadCount: Int64

  private static let sql = """
    SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint,
      (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()),
      coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint, coalesce(sum(n_tup_hot_upd), 0)::bigint,
      coalesce(sum(n_dead_tup), 0)::bigint
    FROM pg_stat_user_tables
    WHERE schemaname = 'learning'
    """

  /// Of the database that the connection leads to. Sessions tell what they counted when they end, and once a second.
  static func read(_ connection: PostgresConnection) async throws -> DatabaseCounters {
    let rows = try await connection.rows(sql) { row throws(PostgresError) in
      DatabaseCounters(
        walPosition: try row.int64(),
        commitCount: try row.int64(),
        rowCount: try row.int64(),
        heapOnlyCount: try row.int64(),
        deadCount: try row.int64()
      )
    }
    guard let counters = rows.first else { throw BenchmarkError("PostgreSQL has no counters") }
    return counters
  }

  /// The end of the log at this moment, without what sessions may not have told yet.
  static func walPosition(_ connection: PostgresConnection) async throws -> Int64 {
    try await connection.number("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint")
  }
}
