import IOThread
import Synchronization

/// An explicit transaction, for the time of the closure that it is handed to.
///
/// BEGIN rides with the first round trip, so a transaction of one ``sendAndCommit(_:timeout:)`` is one round trip. After an
/// error nothing more can be sent, except that ``withSavepoint(on:_:)`` undoes the error of its own body.
public final class PostgresTransaction: Sendable {
  /// A shutdown waits for it: closing the connection is the quicker way when the server doesn't answer.
  private static let rollbackTimeout = Duration.seconds(5)

  let connection: PostgresConnection
  let machine: Mutex<TransactionStateMachine>

  init(connection: PostgresConnection, isolation: PostgresIsolation, settings: [PostgresLocalSetting] = []) {
    self.connection = connection
    machine = Mutex(TransactionStateMachine(isolation: isolation, settings: settings))
  }

  /// Runs the statements in one round trip.
  ///
  /// - Parameter timeout: for this call; `nil` means the configuration's `commandTimeout`.
  public func send<each S: PostgresStatement>(
    _ statements: repeat each S,
    timeout: Duration? = nil
  ) async throws(PostgresError) -> (repeat [(each S).Row]) {
    let results = try await execute(repeat each statements, timeout: timeout)
    return (repeat (each results).rows)
  }

  /// Runs many statements of one type in one round trip.
  public func send<S: PostgresStatement>(
    _ statements: [S],
    timeout: Duration? = nil
  ) async throws(PostgresError) -> [[S.Row]] {
    try await connection.run(statements, envelope: .part(of: self, commits: false), timeout: timeout).map(\.rows)
  }

  /// Like ``send(_:timeout:)``, with the counts of affected rows.
  public func execute<each S: PostgresStatement>(
    _ statements: repeat each S,
    timeout: Duration? = nil
  ) async throws(PostgresError) -> (repeat PostgresResult<(each S).Row>) {
    try await connection.run(repeat each statements, envelope: .part(of: self, commits: false), timeout: timeout)
  }

  /// Runs the statements and COMMIT in one round trip; after it only returning is allowed.
  ///
  /// - Throws: when the answer is lost, an error whose ``PostgresError/isOutcomeUnknown`` is set: it may be committed or not.
  public func sendAndCommit<each S: PostgresStatement>(
    _ statements: repeat each S,
    timeout: Duration? = nil
  ) async throws(PostgresError) -> (repeat [(each S).Row]) {
    let results = try await executeAndCommit(repeat each statements, timeout: timeout)
    return (repeat (each results).rows)
  }

  /// Like ``sendAndCommit(_:timeout:)``, with the counts of affected rows.
  public func executeAndCommit<each S: PostgresStatement>(
    _ statements: repeat each S,
    timeout: Duration? = nil
  ) async throws(PostgresError) -> (repeat PostgresResult<(each S).Row>) {
    try await connection.run(repeat each statements, envelope: .part(of: self, commits: true), timeout: timeout)
  }

  /// Runs `body`, and undoes what it did when it throws; the transaction then goes on as if `body` hadn't been called.
  ///
  /// The savepoint costs no round trip of its own, undoing costs one. A body that caught an error of the server and returned
  /// is undone all the same, and that error is thrown: the server has refused everything after it.
  public func withSavepoint<Value>(
    on actor: isolated (any Actor)? = #isolation,
    _ body: () async throws -> Value
  ) async throws -> Value {
    try machine.withLock { machine throws(PostgresError) in try machine.checkUsable() }
    let number = machine.withLock { $0.openSavepoint() }
    do {
      let value = try await body()
      if let failure = machine.withLock(\.failure) { throw failure }
      machine.withLock { machine in
        if !machine.isCommitted { machine.releaseSavepoint(number) }
      }
      return value
    } catch {
      if let controls = machine.withLock({ $0.rollBackToSavepoint(number) }) {
        if !controls.isEmpty { try await undo(controls) }
        machine.withLock { $0.recovered() }
      }
      throw error
    }
  }

  /// Not bounded by the task's cancellation: whoever is cancelled must still leave a clean session behind.
  private func undo(_ controls: [TransactionStateMachine.Control]) async throws(PostgresError) {
    do {
      try await connection.control(controls, timeout: nil, IOCancellation(thread: connection.thread))
    } catch {
      let survives = !connection.isClosed
      machine.withLock { $0.failed(error, connectionSurvives: survives) }
      throw error
    }
  }

  /// Commits unless that is done.
  func finish() async throws(PostgresError) {
    if machine.withLock(\.isCommitted) { return }
    try machine.withLock { machine throws(PostgresError) in
      if let failure = machine.failure { throw failure }
    }
    // Nothing was sent: there is nothing to commit, and whoever kept this object may not begin later.
    if !machine.withLock(\.isOpen) { return machine.withLock { $0.rolledBack() } }
    let _: () = try await executeAndCommit()
  }

  /// Rolls back what is still open; a connection that can't even do that is closed, which does it too.
  func abort() async {
    if machine.withLock(\.isOpen) {
      do {
        let timeout = min(connection.configuration.commandTimeout, Self.rollbackTimeout)
        try await connection.control([.rollback], timeout: timeout, IOCancellation(thread: connection.thread))
      } catch {
        await connection.close()
      }
    }
    machine.withLock { $0.rolledBack() }
  }
}

extension PostgresConnection {
  /// Runs `body` in a transaction: commits when it returns, rolls back when it throws.
  ///
  /// - Throws: what `body` throws; or the error of COMMIT, with ``PostgresError/isOutcomeUnknown`` when its answer was lost.
  public func transaction<Value>(
    isolation: PostgresIsolation = .readCommitted,
    on actor: isolated (any Actor)? = #isolation,
    _ body: (PostgresTransaction) async throws -> Value
  ) async throws -> Value {
    let transaction = PostgresTransaction(connection: self, isolation: isolation)
    return try await run(transaction, on: actor, body)
  }

  func run<Value>(
    _ transaction: PostgresTransaction,
    on actor: isolated (any Actor)? = #isolation,
    _ body: (PostgresTransaction) async throws -> Value
  ) async throws -> Value {
    do {
      let value = try await body(transaction)
      try await transaction.finish()
      return value
    } catch {
      await transaction.abort()
      throw error
    }
  }
}
