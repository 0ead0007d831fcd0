import PostgresClient
import Synchronization
import TestSupport
import Testing

/// What happened, in order.
private actor Journal {
  private(set) var entries: [Int] = []

  func append(_ entry: Int) {
    entries.append(entry)
  }
}

/// The tenant that this session speaks for; empty for none.
private struct SelectTenant: PostgresStatement {
  static let sql = "SELECT coalesce(current_setting('app.tenant_id', true), '')"

  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> String {
    try row.string()
  }
}

@Suite struct PoolTests {
  /// Lends the only connection of a pool until `body` returns.
  private func holding(
    _ pool: PostgresPool,
    isolation: isolated (any Actor)? = #isolation,
    _ body: () async throws -> Void
  ) async throws {
    try await pool.withConnection { _ in try await body() }
  }

  @Test func `connections are opened when needed, reused, and never more than allowed`() async throws {
    try await withPool(connectionCountMax: 3) { pool, url in
      #expect(pool.counts == (0, 0, 0))
      _ = try await pool.send(SelectNumber(number: 1))
      _ = try await pool.send(SelectNumber(number: 1))
      #expect(pool.counts == (1, 1, 0))
      let processes = try await withThrowingTaskGroup(of: Int32?.self) { group in
        for _ in 0..<30 {
          group.addTask {
            let (_, process) = try await pool.send(Sleep(seconds: 0.01), BackendProcess())
            return process.first
          }
        }
        return try await group.reduce(into: Set<Int32?>()) { $0.insert($1) }
      }
      #expect(processes.count == 3)
      #expect(pool.counts == (3, 3, 0))
    }
  }

  @Test func `settings ride with BEGIN, hold for each statement, and are gone for whoever comes next`() async throws {
    try await withPool(connectionCountMax: 1) { pool, _ in
      let first = pool.with(PostgresLocalSetting("app.tenant_id", "one"))
      let second = pool.with(PostgresLocalSetting("app.tenant_id", "two"))
      _ = try await pool.send(SelectTenant())
      let before = pool.roundTripCount
      #expect(try await first.send(SelectTenant()) == ["one"])
      #expect(pool.roundTripCount == before + 1)
      let seen = try await second.transaction { transaction in
        let (left, right) = try await transaction.send(SelectTenant(), SelectTenant())
        return try await left + right + transaction.send(SelectTenant())
      }
      #expect(seen == ["two", "two", "two"])
      #expect(try await pool.send(SelectTenant()) == [""], "the connection is the same one")
      await #expect(throws: PostgresError.self) {
        try await first.transaction { transaction in
          _ = try await transaction.send(SelectTenant())
          throw PostgresError(.cancelled, "given up")
        }
      }
      #expect(try await pool.send(SelectTenant()) == [""])
    }
  }

  @Test func `round trips are counted: a transaction's begin and commit ride along, preparing is one of its own`()
    async throws
  {
    try await withPool(connectionCountMax: 3) { pool, _ in
      _ = try await pool.send(SelectNumber(number: 1))
      #expect(pool.roundTripCount == 2)
      _ = try await pool.send(SelectNumber(number: 1), SelectNumber(number: 2))
      #expect(pool.roundTripCount == 3)
      try await pool.transaction { transaction in
        _ = try await transaction.send(SelectNumber(number: 1))
        _ = try await transaction.sendAndCommit(SelectNumber(number: 2))
      }
      #expect(pool.roundTripCount == 5)
    }
  }

  @Test func `waiters are served in order of arrival`() async throws {
    try await withPool(connectionCountMax: 1) { pool, _ in
      let journal = Journal()
      try await withThrowingTaskGroup(of: Void.self) { group in
        try await pool.withConnection { _ in
          for number in 1...5 {
            group.addTask { try await pool.withConnection { _ in await journal.append(number) } }
            try await Wait.until("\(number) wait", within: .seconds(20)) { pool.counts.waiters == number }
          }
        }
        try await group.waitForAll()
      }
      #expect(await journal.entries == [1, 2, 3, 4, 5])
    }
  }

  @Test func `one waiter too many is refused at once, and a waiter gives up at its deadline`() async throws {
    try await withPool(connectionCountMax: 1, waiterCountMax: 1, acquireTimeout: .seconds(2)) { pool, _ in
      try await holding(pool) {
        let waiter = Task { try await postgresError { _ = try await pool.send(SelectNumber(number: 1)) } }
        try await Wait.until("1 wait", within: .seconds(20)) { pool.counts.waiters == 1 }
        let refused = try await postgresError { _ = try await pool.send(SelectNumber(number: 2)) }
        #expect(refused?.code == .poolExhausted && refused?.isRetriable == true)
        let late = try await waiter.value
        #expect(late?.code == .poolExhausted)
        #expect(late?.message == "no connection became free in time")
        #expect(pool.counts.waiters == 0)
      }
      let rows = try await pool.send(SelectNumber(number: 3))
      #expect(rows == [3])
    }
  }

  @Test func `a cancelled waiter leaves the queue and the next one gets its turn`() async throws {
    try await withPool(connectionCountMax: 1) { pool, _ in
      var second: Task<[Int64], any Error>?
      try await holding(pool) {
        let first = Task { try await postgresError { _ = try await pool.send(SelectNumber(number: 1)) } }
        try await Wait.until("1 wait", within: .seconds(20)) { pool.counts.waiters == 1 }
        second = Task { try await pool.send(SelectNumber(number: 2)) }
        try await Wait.until("2 wait", within: .seconds(20)) { pool.counts.waiters == 2 }
        first.cancel()
        let error = try await first.value
        #expect(error?.code == .cancelled)
        #expect(pool.counts.waiters == 1)
      }
      let rows = try await second?.value
      #expect(rows == [2])
    }
  }

  @Test func `a task that is cancelled already doesn't wait`() async throws {
    try await withPool(connectionCountMax: 1) { pool, _ in
      try await holding(pool) {
        let task = Task { () -> PostgresError? in
          withUnsafeCurrentTask { $0?.cancel() }
          return try await postgresError { _ = try await pool.send(SelectNumber(number: 1)) }
        }
        let error = try await task.value
        #expect(error?.code == .cancelled)
      }
    }
  }

  @Test func `closing refuses waiters, and closes a lent connection when it comes back`() async throws {
    try await withPool(connectionCountMax: 1) { pool, _ in
      var lent: PostgresConnection?
      try await pool.withConnection { connection in
        lent = connection
        let waiter = Task { try await postgresError { _ = try await pool.send(SelectNumber(number: 1)) } }
        try await Wait.until("1 wait", within: .seconds(20)) { pool.counts.waiters == 1 }
        await pool.close()
        let error = try await waiter.value
        #expect(error?.message == "the pool is closed")
        #expect(!connection.isClosed)
      }
      #expect(lent?.isClosed == true)
      #expect(pool.counts == (0, 0, 0))
      let error = try await postgresError { _ = try await pool.send(SelectNumber(number: 1)) }
      #expect(error?.code == .poolExhausted)
    }
  }

  @Test func `a connection that comes back inside a transaction is dropped`() async throws {
    try await withPool(connectionCountMax: 1) { pool, _ in
      let before = try await pool.send(BackendProcess())
      try await pool.withConnection { try await $0.executeScript("BEGIN") }
      #expect(pool.counts == (0, 0, 0))
      #expect(try await pool.send(BackendProcess()) != before)
    }
  }

  @Test func `an idle connection that the server ended is replaced before it is lent`() async throws {
    try await withPool(connectionCountMax: 1) { pool, url in
      let observer = try await PostgresConnection.connect(PostgresConfiguration(url))
      let process = try #require(try await pool.send(BackendProcess()).first)
      _ = try await observer.send(Terminate(process: process))
      try await Wait.until("the session is gone", within: .seconds(20)) {
        try await observer.send(CountSessions(process: process)) == [0]
      }
      #expect(try await pool.send(BackendProcess()) != [process])
    }
  }

  @Test func `prepared statements are prepared again on a new connection`() async throws {
    try await withPool(connectionCountMax: 1) { pool, _ in
      _ = try await pool.send(SelectNumber(number: 1), SelectText(text: "a"))
      try await pool.withConnection { await $0.close() }
      let (numbers, texts) = try await pool.send(SelectNumber(number: 2), SelectText(text: "b"))
      #expect(numbers == [2] && texts == ["b"])
    }
  }

  @Test func `a server that is away is waited for until the deadline, and found when it is back`() async throws {
    try await PostgresServerProcess.withServer { server in
      let configuration = try PostgresConfiguration(server.socketURL())
      let hasty = PostgresPool(configuration: configuration, connectionCountMax: 1, acquireTimeout: .milliseconds(200))
      let patient = PostgresPool(configuration: configuration, connectionCountMax: 1, acquireTimeout: .seconds(30))
      #expect(try await patient.send(SelectNumber(number: 1)) == [1])
      server.halt(.fast)
      let error = try await postgresError { _ = try await hasty.send(SelectNumber(number: 1)) }
      #expect(error?.code == .connectionFailed && error?.isRetriable == true)
      #expect(hasty.counts == (0, 0, 0))
      let waiting = Task { try await patient.send(SelectNumber(number: 2)) }
      try await server.launch()
      let rows = try await waiting.value
      #expect(rows == [2])
      await hasty.close()
      await patient.close()
    }
  }

  @Test func `credentials that are refused aren't tried again`() async throws {
    let server = try await PostgresServerProcess.shared
    let pool = PostgresPool(
      configuration: try PostgresConfiguration(server.socketURL(database: "nowhere")),
      connectionCountMax: 1,
      acquireTimeout: .seconds(60)
    )
    let start = ContinuousClock.now
    let error = try await postgresError { _ = try await pool.send(SelectNumber(number: 1)) }
    #expect(error?.sqlState == "3D000")
    #expect(ContinuousClock.now - start < .seconds(30))
  }
}
