// The same calls for one statement: a plain generic type lets the compiler infer what a pack of one doesn't.

extension PostgresConnection {
  /// Runs one statement in an implicit transaction; see ``send(_:timeout:)``.
  public nonisolated func send<S: PostgresStatement>(
    _ statement: S,
    timeout: Duration? = nil
  ) async throws(PostgresError) -> [S.Row] {
    try await run(statement, envelope: .implicit, timeout: timeout).rows
  }

  /// Like ``send(_:timeout:)``, with the count of affected rows.
  public nonisolated func execute<S: PostgresStatement>(
    _ statement: S,
    timeout: Duration? = nil
  ) async throws(PostgresError) -> PostgresResult<S.Row> {
    try await run(statement, envelope: .implicit, timeout: timeout)
  }
}

extension PostgresTransaction {
  /// Runs one statement.
  public func send<S: PostgresStatement>(
    _ statement: S,
    timeout: Duration? = nil
  ) async throws(PostgresError) -> [S.Row] {
    try await connection.run(statement, envelope: .part(of: self, commits: false), timeout: timeout).rows
  }

  /// Like ``send(_:timeout:)``, with the count of affected rows.
  public func execute<S: PostgresStatement>(
    _ statement: S,
    timeout: Duration? = nil
  ) async throws(PostgresError) -> PostgresResult<S.Row> {
    try await connection.run(statement, envelope: .part(of: self, commits: false), timeout: timeout)
  }

  /// Runs one statement and COMMIT in one round trip; see ``sendAndCommit(_:timeout:)``.
  public func sendAndCommit<S: PostgresStatement>(
    _ statement: S,
    timeout: Duration? = nil
  ) async throws(PostgresError) -> [S.Row] {
    try await connection.run(statement, envelope: .part(of: self, commits: true), timeout: timeout).rows
  }

  /// Like ``sendAndCommit(_:timeout:)``, with the count of affected rows.
  public func executeAndCommit<S: PostgresStatement>(
    _ statement: S,
    timeout: Duration? = nil
  ) async throws(PostgresError) -> PostgresResult<S.Row> {
    try await connection.run(statement, envelope: .part(of: self, commits: true), timeout: timeout)
  }
}

extension PostgresPool {
  /// Runs one statement in an implicit transaction; not repeated.
  public func send<S: PostgresStatement>(
    _ statement: S,
    timeout: Duration? = nil
  ) async throws(PostgresError) -> [S.Row] {
    try await run(statement, timeout: timeout).rows
  }

  /// Like ``send(_:timeout:)``, with the count of affected rows.
  public func execute<S: PostgresStatement>(
    _ statement: S,
    timeout: Duration? = nil
  ) async throws(PostgresError) -> PostgresResult<S.Row> {
    try await run(statement, timeout: timeout)
  }
}
