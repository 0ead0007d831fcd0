import PostgresClient
import TestSupport
import Testing

@Suite struct FaultTests {
  /// Runs `body` when the server is busy with a `pg_sleep` of the task, which the body is to disturb.
  private func error(
    of work: @escaping @Sendable () async throws -> Void,
    observer: PostgresConnection,
    disturb: (Task<PostgresError?, any Error>) async throws -> Void
  ) async throws -> PostgresError? {
    let task = Task { try await postgresError { try await work() } }
    try await Wait.until("the sleep runs", within: .seconds(20)) {
      try await observer.send(CountRunning(pattern: "%pg_sleep($1)%")) == [1]
    }
    try await disturb(task)
    return try await task.value
  }

  @Test func `cancelling the task ends the call, drops the connection and stops the server's work`() async throws {
    try await withPool(connectionCountMax: 1) { pool, url in
      let observer = try await PostgresConnection.connect(PostgresConfiguration(url))
      let before = try await pool.send(BackendProcess())
      let error = try await error(of: { _ = try await pool.send(Sleep(seconds: 60)) }, observer: observer) {
        $0.cancel()
      }
      #expect(error?.code == .cancelled)
      #expect(error?.isOutcomeUnknown == true)
      #expect(error?.isRetriable == false)
      try await Wait.until("the server ended the sleep", within: .seconds(20)) {
        try await observer.send(CountRunning(pattern: "%pg_sleep($1)%")) == [0]
      }
      #expect(try await pool.send(BackendProcess()) != before, "the late answer can't reach anybody")
    }
  }

  @Test func `a call that is cancelled before it begins costs nothing`() async throws {
    try await withConnection { connection, _ in
      let task = Task { () -> PostgresError? in
        withUnsafeCurrentTask { $0?.cancel() }
        return try await postgresError { _ = try await connection.send(SelectNumber(number: 1)) }
      }
      let error = try await task.value
      #expect(error?.code == .cancelled)
      #expect(!connection.isClosed)
      #expect(try await connection.send(SelectNumber(number: 2)) == [2])
    }
  }

  @Test func `a deadline ends the call and drops the connection`() async throws {
    try await withConnection { connection, _ in
      let start = ContinuousClock.now
      let error = try await postgresError {
        _ = try await connection.send(Sleep(seconds: 60), timeout: .seconds(3))
      }
      #expect(error?.code == .timeout && error?.sqlState == nil)
      #expect(error?.isConnectionFault == true && error?.isRetriable == true && error?.isOutcomeUnknown == true)
      #expect(ContinuousClock.now - start < .seconds(20))
      #expect(connection.isClosed)
      let next = try await postgresError { _ = try await connection.send(SelectNumber(number: 1)) }
      #expect(next?.code == .connectionLost)
    }
  }

  @Test func `the server's statement timeout leaves the connection usable`() async throws {
    try await PostgresServerProcess.shared.withDatabase { url in
      let configuration = try PostgresConfiguration(url, statementTimeout: .milliseconds(100))
      let connection = try await PostgresConnection.connect(configuration)
      let error = try await postgresError { _ = try await connection.send(Sleep(seconds: 60)) }
      #expect(error?.code == .timeout && error?.sqlState == "57014")
      #expect(error?.isConnectionFault == false && error?.isOutcomeUnknown == false)
      #expect(try await connection.send(SelectNumber(number: 2)) == [2])
    }
  }

  @Test func `a terminated session is a connection fault, in the middle of a statement and between two`() async throws {
    try await withConnection { observer, url in
      let connection = try await PostgresConnection.connect(PostgresConfiguration(url))
      let process = try #require(try await connection.send(BackendProcess()).first)
      let busy = try await error(of: { _ = try await connection.send(Sleep(seconds: 60)) }, observer: observer) { _ in
        _ = try await observer.send(Terminate(process: process))
      }
      #expect(busy?.sqlState == "57P01")
      #expect(busy?.isConnectionFault == true && busy?.isRetriable == true)
      #expect(busy?.isOutcomeUnknown == false, "the statement itself was cut off, so nothing was committed")
      #expect(connection.isClosed)

      let idle = try await PostgresConnection.connect(PostgresConfiguration(url))
      let idleProcess = try #require(try await idle.send(BackendProcess()).first)
      #expect(try await observer.send(Terminate(process: idleProcess)) == [true])
      let lost = try await postgresError { _ = try await idle.send(SelectNumber(number: 1)) }
      #expect(lost?.isConnectionFault == true && lost?.isRetriable == true)
      #expect(idle.isClosed)
    }
  }

  @Test(arguments: [PostgresServerProcess.Shutdown.immediate, .kill])
  func `a server that dies in the middle of a pipeline applies nothing, and the pool finds it again`(
    shutdown: PostgresServerProcess.Shutdown
  ) async throws {
    try await PostgresServerProcess.withServer { server in
      let pool = PostgresPool(
        configuration: try PostgresConfiguration(server.url()),
        connectionCountMax: 2,
        acquireTimeout: .seconds(30)
      )
      try await pool.withConnection { try await $0.executeScript(Item.table) }
      let observer = try await PostgresConnection.connect(PostgresConfiguration(server.url()))
      let error = try await error(
        of: { _ = try await pool.send(Item.Insert(id: 1), Sleep(seconds: 60), Item.Insert(id: 2)) },
        observer: observer
      ) { _ in server.halt(shutdown) }
      #expect(error?.isConnectionFault == true && error?.isRetriable == true)
      try await server.launch()
      #expect(try await pool.send(Item.Identifiers()) == [])
      await pool.close()
    }
  }

  @Test func `a lost answer to COMMIT says that the outcome is unknown, any other lost answer doesn't`() async throws {
    try await PostgresServerProcess.withServer { server in
      let pool = PostgresPool(
        configuration: try PostgresConfiguration(server.url()),
        connectionCountMax: 1,
        acquireTimeout: .seconds(30)
      )
      let observer = try await PostgresConnection.connect(PostgresConfiguration(server.url()))
      let before = try await postgresError {
        try await pool.transaction { _ = try await $0.send(Sleep(seconds: 60), timeout: .milliseconds(50)) }
      }
      #expect(before?.code == .timeout)
      #expect(before?.isOutcomeUnknown == false)
      try await Wait.until("the server ended that sleep", within: .seconds(20)) {
        try await observer.send(CountRunning(pattern: "%pg_sleep($1)%")) == [0]
      }
      let commit = try await error(
        of: { try await pool.transaction { _ = try await $0.sendAndCommit(Sleep(seconds: 60)) } },
        observer: observer
      ) { _ in server.halt(.kill) }
      #expect(commit?.isOutcomeUnknown == true && commit?.isRetriable == true)
      await pool.close()
    }
  }

  @Test func `a frozen server costs one deadline, and the pool recovers when it thaws`() async throws {
    try await PostgresServerProcess.withServer { server in
      let configuration = try PostgresConfiguration(
        server.socketURL(),
        connectTimeout: .milliseconds(300),
        commandTimeout: .milliseconds(300)
      )
      let pool = PostgresPool(configuration: configuration, connectionCountMax: 1, acquireTimeout: .seconds(20))
      #expect(try await pool.send(SelectNumber(number: 1)) == [1])
      server.pause()
      let error = try await postgresError { _ = try await pool.send(SelectNumber(number: 2)) }
      #expect(error?.code == .timeout)
      server.resume()
      #expect(try await pool.send(SelectNumber(number: 3)) == [3])
      await pool.close()
    }
  }

  @Test func `cancelling between two statements of a transaction rolls back and keeps the session`() async throws {
    try await withPool(connectionCountMax: 1) { pool, _ in
      try await pool.withConnection { try await $0.executeScript(Item.table) }
      let before = try await pool.send(BackendProcess())
      let task = Task {
        try await pool.transaction { transaction in
          _ = try await transaction.send(Item.Insert(id: 1))
          withUnsafeCurrentTask { $0?.cancel() }
          _ = try await transaction.send(Item.Insert(id: 2))
        }
      }
      let error = try await postgresError { try await task.value }
      #expect(error?.code == .cancelled && error?.isOutcomeUnknown == false)
      #expect(try await pool.send(BackendProcess()) == before)
      #expect(try await pool.send(Item.Identifiers()) == [])
    }
  }
}
