import PostgresClient
import TestSupport
import Testing

private struct Nowhere: PostgresStatement {
  static let sql = "SELECT count(*) FROM nowhere"
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 { try row.int64() }
}

private struct Total: PostgresStatement {
  static let sql = "SELECT coalesce(sum(amount), 0)::bigint FROM item"
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 { try row.int64() }
}

private struct Refusal: Error {}

@Suite struct TransactionTests {
  private func withItems<Value>(
    isolation: isolated (any Actor)? = #isolation,
    _ body: (PostgresPool) async throws -> Value
  ) async throws -> Value {
    try await withPool { pool, _ in
      try await pool.withConnection { try await $0.executeScript(Item.table) }
      return try await body(pool)
    }
  }

  @Test func `a closure that returns commits`() async throws {
    try await withItems { pool in
      let amount = try await pool.transaction { transaction in
        _ = try await transaction.send(Item.Insert(id: 1), Item.Insert(id: 2, amount: 4))
        return try await transaction.send(Item.Add(id: 2)).first
      }
      #expect(amount == 5)
      #expect(try await pool.send(Item.Amounts()) == [0, 5])
    }
  }

  @Test func `COMMIT may ride with the last statements`() async throws {
    try await withItems { pool in
      let inserted = try await pool.transaction { transaction in
        try await transaction.executeAndCommit(Item.Insert(id: 1)).affectedCount
      }
      #expect(inserted == 1)
      #expect(try await pool.send(Item.Identifiers()) == [1])
    }
  }

  @Test func `a closure that sends nothing is no transaction`() async throws {
    try await withItems { pool in
      let value = try await pool.transaction { _ in 7 }
      #expect(value == 7)
    }
  }

  @Test func `a transaction that was kept beyond its closure sends nothing`() async throws {
    try await withItems { pool in
      let kept = try await pool.transaction { $0 }
      let error = try await postgresError { _ = try await kept.send(Item.Insert(id: 1)) }
      #expect(error?.code == .notAttempted)
      #expect(try await pool.send(Item.Identifiers()) == [])
    }
  }

  @Test func `a closure that throws rolls back, and the session is used again`() async throws {
    try await withPool(connectionCountMax: 1) { pool, _ in
      try await pool.withConnection { try await $0.executeScript(Item.table) }
      let before = try await pool.send(BackendProcess())
      await #expect(throws: Refusal.self) {
        try await pool.transaction { transaction in
          _ = try await transaction.send(Item.Insert(id: 1))
          throw Refusal()
        }
      }
      #expect(try await pool.send(Item.Identifiers()) == [])
      #expect(try await pool.send(BackendProcess()) == before)
    }
  }

  @Test func `a failed statement that rides with COMMIT commits nothing`() async throws {
    try await withItems { pool in
      let error = try await postgresError {
        try await pool.transaction { transaction in
          _ = try await transaction.sendAndCommit(Item.Insert(id: 1), Item.Insert(id: 1))
        }
      }
      #expect(error?.code == .server(sqlState: "23505"))
      #expect(error?.isOutcomeUnknown == false)
      #expect(try await pool.send(Item.Identifiers()) == [])
    }
  }

  @Test func `after an error nothing more is sent, even if the closure swallows it`() async throws {
    try await withItems { pool in
      let error = try await postgresError {
        try await pool.transaction { transaction in
          let first = try await postgresError { _ = try await transaction.send(DivideByZero()) }
          #expect(first?.sqlState == "22012")
          let second = try await postgresError { _ = try await transaction.send(Item.Insert(id: 1)) }
          #expect(second?.code == .notAttempted)
        }
      }
      #expect(error?.sqlState == "22012", "the first failure is what the transaction ends with")
      #expect(try await pool.send(Item.Identifiers()) == [])
    }
  }

  @Test func `a read-only snapshot doesn't see later commits, and can't write`() async throws {
    try await withItems { pool in
      try await pool.transaction(isolation: .repeatableReadReadOnly) { transaction in
        #expect(try await transaction.send(Total()) == [0])
        _ = try await pool.send(Item.Insert(id: 1, amount: 3))
        #expect(try await transaction.send(Total()) == [0])
      }
      #expect(try await pool.send(Total()) == [3])
      let error = try await postgresError {
        try await pool.transaction(isolation: .repeatableReadReadOnly) { transaction in
          _ = try await transaction.send(Item.Insert(id: 2))
        }
      }
      #expect(error?.sqlState == "25006")
    }
  }

  @Test func `a savepoint isolates a bad statement`() async throws {
    try await withItems { pool in
      try await pool.transaction { transaction in
        _ = try await transaction.send(Item.Insert(id: 1))
        let error = try await postgresError {
          try await transaction.withSavepoint {
            _ = try await transaction.send(Item.Insert(id: 2))
            _ = try await transaction.send(Item.Insert(id: 3, amount: -1))
          }
        }
        #expect(error?.constraintName == "item_amount_check")
        try await transaction.withSavepoint { _ = try await transaction.send(Item.Insert(id: 4)) }
        _ = try await transaction.send(Item.Insert(id: 5))
      }
      #expect(try await pool.send(Item.Identifiers()) == [1, 4, 5])
    }
  }

  @Test func `a savepoint also undoes what an error of ours leaves behind`() async throws {
    try await withItems { pool in
      try await pool.transaction { transaction in
        await #expect(throws: Refusal.self) {
          try await transaction.withSavepoint {
            _ = try await transaction.send(Item.Insert(id: 1))
            throw Refusal()
          }
        }
        await #expect(throws: Refusal.self) { try await transaction.withSavepoint { throw Refusal() } }
        _ = try await transaction.sendAndCommit(Item.Insert(id: 2))
      }
      #expect(try await pool.send(Item.Identifiers()) == [2])
    }
  }

  @Test func `savepoints nest`() async throws {
    try await withItems { pool in
      try await pool.transaction { transaction in
        try await transaction.withSavepoint {
          try await transaction.withSavepoint { _ = try await transaction.send(Item.Insert(id: 1)) }
          await #expect(throws: PostgresError.self) {
            try await transaction.withSavepoint { _ = try await transaction.send(Item.Insert(id: 1)) }
          }
          _ = try await transaction.send(Item.Insert(id: 2))
        }
        await #expect(throws: Refusal.self) {
          try await transaction.withSavepoint {
            try await transaction.withSavepoint { _ = try await transaction.send(Item.Insert(id: 3)) }
            throw Refusal()
          }
        }
      }
      #expect(try await pool.send(Item.Identifiers()) == [1, 2])
    }
  }

  @Test(arguments: [false, true])
  func `a statement that can't be prepared fails its savepoint only`(afterBegin: Bool) async throws {
    try await withItems { pool in
      try await pool.transaction { transaction in
        if afterBegin { _ = try await transaction.send(Item.Insert(id: 1)) }
        let error = try await postgresError {
          try await transaction.withSavepoint { _ = try await transaction.send(Nowhere()) }
        }
        #expect(error?.sqlState == "42P01")
        _ = try await transaction.send(Item.Insert(id: 2))
      }
      #expect(try await pool.send(Item.Identifiers()) == (afterBegin ? [1, 2] : [2]))
    }
  }

  @Test func `an error that a savepoint's body swallows is thrown at its end`() async throws {
    try await withItems { pool in
      try await pool.transaction { transaction in
        let error = try await postgresError {
          try await transaction.withSavepoint {
            _ = try await postgresError { _ = try await transaction.send(DivideByZero()) }
          }
        }
        #expect(error?.sqlState == "22012")
        _ = try await transaction.send(Item.Insert(id: 1))
      }
      #expect(try await pool.send(Item.Identifiers()) == [1])
    }
  }

  @Test func `a deadlock is retried, and both transactions take effect`() async throws {
    try await withItems { pool in
      _ = try await pool.send(Item.Insert(id: 1), Item.Insert(id: 2))
      let meeting = Meeting(of: 2)
      let runs = Counter()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for ids in [[1, 2], [2, 1]] as [[Int64]] {
          group.addTask {
            try await pool.transaction { transaction in
              runs.increment()
              _ = try await transaction.send(Item.Add(id: ids[0]))
              await meeting.arrive()
              _ = try await transaction.send(Item.Add(id: ids[1]))
            }
          }
        }
        try await group.waitForAll()
      }
      // The one that is rolled back may take its row again before the other one wakes up, and meet it once more.
      #expect(runs.value >= 3)
      #expect(try await pool.send(Item.Amounts()) == [2, 2])
    }
  }

  @Test func `a serialization failure is retried`() async throws {
    try await withItems { pool in
      let meeting = Meeting(of: 2)
      let runs = Counter()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for id in [1, 2] as [Int64] {
          group.addTask {
            try await pool.transaction(isolation: .serializable) { transaction in
              runs.increment()
              let total = try await transaction.send(Total())
              await meeting.arrive()
              _ = try await transaction.send(Item.Insert(id: id, amount: (total.first ?? -1) + 1))
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(runs.value >= 3)
      #expect(try await pool.send(Total()) == [3], "as if one had run after the other: 1, then 1 + 1")
    }
  }

  @Test func `a lock timeout is retried a bounded number of times, even when the closure wraps the error`() async throws
  {
    struct Wrapped: Error {}
    try await PostgresServerProcess.shared.withDatabase { url in
      let configuration = try PostgresConfiguration(url, lockTimeout: .milliseconds(20))
      let pool = PostgresPool(configuration: configuration, connectionCountMax: 2)
      try await pool.withConnection { try await $0.executeScript(Item.table + "INSERT INTO item VALUES (1, 0)") }
      try await pool.transaction { holder in
        _ = try await holder.send(Item.Add(id: 1))
        let runs = Counter()
        let retries = PostgresRetryPolicy(attemptCountMax: 3, pauseBase: .milliseconds(1))
        await #expect(throws: Wrapped.self) {
          try await pool.transaction(retries: retries) { transaction in
            runs.increment()
            do { _ = try await transaction.send(Item.Add(id: 1)) } catch { throw Wrapped() }
          }
        }
        #expect(runs.value == 3)
      }
      await pool.close()
    }
  }
}
