import IOThread

extension PostgresConnection {
  /// Runs the statements in one round trip and one implicit transaction: all take effect or none.
  ///
  /// - Parameter timeout: for this call; `nil` means the configuration's `commandTimeout`.
  /// - Returns: the rows of each statement, in their order.
  /// - Throws: the first statement's error that occurred; later statements didn't run. A row that can't be decoded is
  ///   reported after the commit.
  public nonisolated func send<each S: PostgresStatement>(
    _ statements: repeat each S,
    timeout: Duration? = nil
  ) async throws(PostgresError) -> (repeat [(each S).Row]) {
    let results = try await run(repeat each statements, envelope: .implicit, timeout: timeout)
    return (repeat (each results).rows)
  }

  /// Like ``send(_:timeout:)``, with the counts of affected rows.
  public nonisolated func execute<each S: PostgresStatement>(
    _ statements: repeat each S,
    timeout: Duration? = nil
  ) async throws(PostgresError) -> (repeat PostgresResult<(each S).Row>) {
    try await run(repeat each statements, envelope: .implicit, timeout: timeout)
  }

  /// Runs many statements of one type in one round trip and one implicit transaction.
  ///
  /// For thousands of rows, one statement with array parameters and `unnest` costs far less.
  public nonisolated func send<S: PostgresStatement>(
    _ statements: [S],
    timeout: Duration? = nil
  ) async throws(PostgresError) -> [[S.Row]] {
    try await run(statements, envelope: .implicit, timeout: timeout).map(\.rows)
  }

  /// Runs a script of several statements by the simple protocol, in one implicit transaction unless it controls its own.
  ///
  /// Rows are discarded. Values can't be passed: for migrations and administration.
  public nonisolated func executeScript(_ sql: String, timeout: Duration? = nil) async throws(PostgresError) {
    try await thread.withCancellation { (cancellation) async throws(PostgresError) in
      try await self.runScript(sql, timeout: timeout, cancellation)
    }
  }

  nonisolated func run<each S: PostgresStatement>(
    _ statements: repeat each S,
    envelope: Envelope,
    timeout: Duration?
  ) async throws(PostgresError) -> (repeat PostgresResult<(each S).Row>) {
    let results = try await thread.withCancellation { (cancellation) async throws(PostgresError) in
      try await self.perform(repeat each statements, envelope: envelope, timeout: timeout, cancellation)
    }
    return results.values
  }

  nonisolated func run<S: PostgresStatement>(
    _ statements: [S],
    envelope: Envelope,
    timeout: Duration?
  ) async throws(PostgresError) -> [PostgresResult<S.Row>] {
    try await thread.withCancellation { (cancellation) async throws(PostgresError) in
      try await self.perform(statements, envelope: envelope, timeout: timeout, cancellation)
    }
  }

  /// A tuple that crosses from the connection's thread: the compiler doesn't see that a bare pack of Sendable values does.
  private struct Results<each Row: Sendable>: Sendable {
    let values: (repeat PostgresResult<each Row>)
  }

  private func perform<each S: PostgresStatement>(
    _ statements: repeat each S,
    envelope: Envelope,
    timeout: Duration?,
    _ cancellation: IOCancellation
  ) throws(PostgresError) -> Results<repeat (each S).Row> {
    let pending = (repeat PendingStatement(each statements))
    var commands: [any PendingCommand] = []
    for command in repeat each pending { commands.append(command) }
    try roundTrip(commands, envelope, timeout: timeout, cancellation)
    return Results(values: (repeat (each pending).finished()))
  }

  private func perform<S: PostgresStatement>(
    _ statements: [S],
    envelope: Envelope,
    timeout: Duration?,
    _ cancellation: IOCancellation
  ) throws(PostgresError) -> [PostgresResult<S.Row>] {
    let pending = statements.map { PendingStatement($0) }
    try roundTrip(pending, envelope, timeout: timeout, cancellation)
    return pending.map { $0.finished() }
  }

  /// Control commands alone, such as ROLLBACK.
  func control(
    _ controls: [TransactionStateMachine.Control],
    timeout: Duration?,
    _ cancellation: IOCancellation
  ) throws(PostgresError) {
    try roundTrip(controls.map(PendingControl.init), .implicit, timeout: timeout, cancellation)
  }

  private func runScript(
    _ sql: String,
    timeout: Duration?,
    _ cancellation: IOCancellation
  ) throws(PostgresError) {
    do throws(PostgresError) {
      let call = try makeContext(timeout, cancellation)
      try handle.sendScript(sql)
      roundTrips.add()
      try handle.flush(call)
      var failure: PostgresError?
      while let result = try handle.nextResult(call) {
        switch result.reply {
        case .success: continue
        case .failure: failure = failure ?? result.error
        case .aborted, .synchronized, .none, .unexpected:
          // COPY, for one, waits for data that nobody sends.
          throw PostgresError(.connectionLost, "a script must not contain COPY from or to the client")
        }
      }
      if let failure { throw failure }
      settle(nil)
    } catch {
      settle(error)
      throw error
    }
  }
}
