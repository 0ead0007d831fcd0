import Synchronization

extension PostgresPool {
  /// Lends a connection for the time of `body`.
  ///
  /// - Throws: what `body` throws, or a ``PostgresError`` when there is no connection to be had.
  public func withConnection<Value>(
    on actor: isolated (any Actor)? = #isolation,
    _ body: (PostgresConnection) async throws -> Value
  ) async throws -> Value {
    let connection = try await connections.acquire()
    do {
      let value = try await body(connection)
      await connections.release(connection)
      return value
    } catch {
      await connections.release(connection)
      throw error
    }
  }

  /// Runs the statements in one round trip and one implicit transaction; not repeated.
  public func send<each S: PostgresStatement>(
    _ statements: repeat each S,
    timeout: Duration? = nil
  ) async throws(PostgresError) -> (repeat [(each S).Row]) {
    let results = try await run(repeat each statements, timeout: timeout)
    return (repeat (each results).rows)
  }

  /// Like ``send(_:timeout:)``, with the counts of affected rows.
  public func execute<each S: PostgresStatement>(
    _ statements: repeat each S,
    timeout: Duration? = nil
  ) async throws(PostgresError) -> (repeat PostgresResult<(each S).Row>) {
    try await run(repeat each statements, timeout: timeout)
  }

  func run<each S: PostgresStatement>(
    _ statements: repeat each S,
    timeout: Duration?
  ) async throws(PostgresError) -> (repeat PostgresResult<(each S).Row>) {
    let connection = try await connections.acquire()
    do throws(PostgresError) {
      let envelope = envelope(on: connection)
      let results = try await connection.run(repeat each statements, envelope: envelope, timeout: timeout)
      await connections.release(connection)
      return results
    } catch {
      await connections.release(connection)
      throw error
    }
  }

  /// A single round trip is a transaction by itself, unless settings have to stand before it.
  private func envelope(on connection: PostgresConnection) -> PostgresConnection.Envelope {
    if settings.isEmpty { return .implicit }
    let transaction = PostgresTransaction(connection: connection, isolation: .readCommitted, settings: settings)
    return .part(of: transaction, commits: true)
  }

  /// Runs `body` in a transaction: commits when it returns, rolls back when it throws.
  ///
  /// After a serialization failure, a deadlock, a lock timeout or a stale plan everything is rolled back and `body` runs
  /// again, on a connection of its own each time, so it must have no other effects. That the error came from the server
  /// counts, not what `body` made of it.
  /// - Throws: what `body` throws at last; or the error of COMMIT, with ``PostgresError/isOutcomeUnknown`` when its answer was
  ///   lost, which isn't repeated here because only the caller knows whether repeating is harmless.
  public func transaction<Value>(
    isolation: PostgresIsolation = .readCommitted,
    retries: PostgresRetryPolicy = .default,
    on actor: isolated (any Actor)? = #isolation,
    _ body: (PostgresTransaction) async throws -> Value
  ) async throws -> Value {
    var attempt = 0
    while true {
      attempt += 1
      let connection = try await connections.acquire()
      let transaction = PostgresTransaction(connection: connection, isolation: isolation, settings: settings)
      do {
        let value = try await connection.run(transaction, on: actor, body)
        await connections.release(connection)
        return value
      } catch {
        await connections.release(connection)
        let cause = transaction.machine.withLock(\.failure) ?? error as? PostgresError
        guard let cause, cause.isTransactionRetriable, !cause.isOutcomeUnknown, attempt < retries.attemptCountMax else {
          throw error
        }
      }
      try await pause(retries, afterAttempt: attempt)
    }
  }

  private func pause(_ retries: PostgresRetryPolicy, afterAttempt attempt: Int) async throws(PostgresError) {
    var generator = SystemRandomNumberGenerator()
    do {
      try await ContinuousClock().sleep(for: retries.pause(afterAttempt: attempt, using: &generator))
    } catch {
      throw PostgresError(.cancelled, "the calling task was cancelled before its transaction ran again")
    }
  }
}
