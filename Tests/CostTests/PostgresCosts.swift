import TestSupport

/// What a database has done, by the server's own count.
struct PostgresCosts {
  /// The server needs them: `pg_stat_statements` to count, and the others so that nothing but our work is done and written.
  static let settings = [
    "shared_preload_libraries": "pg_stat_statements", "autovacuum": "off", "full_page_writes": "off",
  ]

  let server: PostgresServerProcess
  let database: String

  /// Counts what `body` does, whose sessions have ended when it returns.
  /// - Parameter explain: told which statements cost most.
  func count(
    _ stage: String,
    explain: ((String) -> Void)? = nil,
    _ body: () async throws -> Void
  ) async throws -> [CostFigure] {
    let rowsBefore = try await rows()
    try await waitForSessionsToEnd()
    let commitsBefore = try await commitCount()
    try await server.execute("SELECT pg_stat_statements_reset()")
    try await body()
    try await waitForSessionsToEnd()
    let commits = try await commitCount() - commitsBefore
    var figures = try await statements(stage)
    if let explain { explain("\(stage): calls, rows, pages and log bytes\n\(try await dearestStatements())") }
    figures.append(CostFigure("\(stage).postgres.commits", commits, .exact))
    for (name, value) in try await rows() where value > rowsBefore[name, default: 0] {
      figures.append(CostFigure("\(stage).postgres.rows.\(name)", value - rowsBefore[name, default: 0], .rows))
    }
    return figures
  }

  /// A session reports what it has counted when it ends, if not before.
  private func waitForSessionsToEnd() async throws {
    try await Wait.until("every session has ended") {
      try await number("SELECT count(*) FROM pg_stat_activity WHERE datname = '\(database)'") == 0
    }
  }

  private func commitCount() async throws -> Int {
    try await number("SELECT xact_commit FROM pg_stat_database WHERE datname = '\(database)'")
  }

  /// Of statements as they were sent, BEGIN and COMMIT among them.
  private func statements(_ stage: String) async throws -> [CostFigure] {
    let row = try await server.execute(
      """
      SELECT sum(calls), sum(wal_records), sum(wal_bytes), sum(shared_blks_hit + shared_blks_read)
      FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid WHERE datname = '\(database)'
      """
    )
    let values = row.split(separator: "|").compactMap { Int($0) }
    guard values.count == 4 else { throw TestProcessFailure(description: "pg_stat_statements says '\(row)'") }
    return [
      CostFigure("\(stage).postgres.statements", values[0], .exact),
      CostFigure("\(stage).postgres.wal_records", values[1], .pages),
      CostFigure("\(stage).postgres.wal_bytes", values[2], .pages),
      CostFigure("\(stage).postgres.pages", values[3], .pages),
    ]
  }

  private func dearestStatements() async throws -> String {
    try await server.execute(
      """
      SELECT rpad(left(regexp_replace(query, '\\s+', ' ', 'g'), 80), 80) || to_char(calls, '99999')
        || to_char(rows, '999999') || to_char(shared_blks_hit + shared_blks_read, '9999999')
        || to_char(wal_bytes, '99999999')
      FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid WHERE datname = '\(database)'
      ORDER BY shared_blks_hit + shared_blks_read DESC LIMIT 16
      """
    )
  }

  /// Rows that were read in all, and that were written by table, since the database was made.
  private func rows() async throws -> [String: Int] {
    let text = try await server.execute(
      """
      SELECT relname, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0), n_tup_ins, n_tup_upd, n_tup_del
      FROM pg_stat_user_tables WHERE schemaname = 'learning'
      """,
      database: database
    )
    var rows: [String: Int] = [:]
    for line in text.split(separator: "\n") {
      let columns = line.split(separator: "|")
      for (verb, value) in zip(["read", "inserted", "updated", "deleted"], columns.dropFirst()) {
        rows["\(columns[0]).\(verb)"] = Int(value)
      }
    }
    return rows
  }

  private func number(_ sql: String) async throws -> Int {
    let text = try await server.execute(sql)
    guard let number = Int(text) else { throw TestProcessFailure(description: "'\(sql)' is '\(text)'") }
    return number
  }
}
