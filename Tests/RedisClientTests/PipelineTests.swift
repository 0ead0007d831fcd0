import RedisClient
import Testing

@Suite("Pipelines and transactions")
struct PipelineTests {
  @Test("commands of different types keep their types, and a refusal is only its own")
  func pack() async throws {
    let redis = try await TestRedis.connection()
    let key = TestRedis.key()
    let (set, read, wrong, length) = try await redis.pipeline(
      StringSet(key: key, value: [7]),
      StringGet(key: key),
      HashGetAll(key: key),
      StreamLength(key: key + "-")
    )
    #expect(try set.get())
    #expect(try read.get() == [7])
    #expect(throws: RedisError.self) { try wrong.get() }
    #expect(try length.get() == 0)
  }

  @Test("ten thousand commands return ten thousand answers in order")
  func many() async throws {
    let redis = try await TestRedis.connection()
    let key = TestRedis.key()
    let results = try await redis.pipeline((0..<10_000).map { _ in RawCommand(["INCR", key]) })
    #expect(try results.map { try $0.get().integer() } == (1...10_000).map(Int64.init))
  }

  @Test("refusals among successes stay in their places")
  func refusals() async throws {
    let redis = try await TestRedis.connection()
    let key = TestRedis.key()
    let results = try await redis.pipeline(
      (0..<3000).map { RawCommand($0.isMultiple(of: 3) ? ["NOSUCH"] : ["INCR", key]) }
    )
    for (index, result) in results.enumerated() {
      switch result {
      case .success: #expect(!index.isMultiple(of: 3))
      case .failure(let error): #expect(index.isMultiple(of: 3) && error.code == .server("ERR"))
      }
    }
  }

  @Test("large commands and large answers in one pipeline don't wait for each other")
  func bothWays() async throws {
    let redis = try await TestRedis.connection()
    let value = [UInt8](repeating: 0xAB, count: 400_000)
    let results = try await redis.pipeline((0..<50).map { _ in RawCommand([[UInt8]("ECHO"), value]) })
    #expect(results.count == 50)
    for result in results { #expect(try result.get() == .string(value)) }
  }

  @Test("a pipeline is one round trip, and connections that share a count add to it")
  func roundTrips() async throws {
    let roundTrips = RedisRoundTrips()
    let first = try await TestRedis.connection(roundTrips: roundTrips)
    let second = try await TestRedis.connection(roundTrips: roundTrips)
    try await first.connect()
    #expect(roundTrips.count == 0)
    _ = try await first.pipeline((0..<1000).map { _ in Ping() })
    #expect(roundTrips.count == 1)
    try await second.send(Ping())
    #expect(roundTrips.count == 2)
  }

  @Test("an empty pipeline returns nothing")
  func empty() async throws {
    let redis = try await TestRedis.connection()
    #expect(try await redis.pipeline([Ping]()).isEmpty)
  }

  @Test("calls from many tasks get their own answers")
  func concurrent() async throws {
    let redis = try await TestRedis.connection()
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<500 {
        group.addTask { try await redis.send(RawCommand(["ECHO", "\(number)"])).text() == "\(number)" }
      }
      for try await isOwn in group { #expect(isOwn) }
    }
  }

  @Test("a transaction executes as one, and a failure inside is only its own")
  func transaction() async throws {
    let redis = try await TestRedis.connection()
    let key = TestRedis.key()
    let (set, wrong, read) = try await redis.transaction(
      StringSet(key: key, value: [1]),
      HashGetAll(key: key),
      StringGet(key: key)
    )
    #expect(try set.get())
    #expect(throws: RedisError.self) { try wrong.get() }
    #expect(try read.get() == [1])
    let results = try await redis.transaction((0..<3).map { RawCommand(["SET", key, "\($0)"]) })
    #expect(results.count == 3)
    #expect(try await redis.transaction([Ping]()).isEmpty)
  }

  @Test("a command that the server won't queue aborts its transaction")
  func aborted() async throws {
    let redis = try await TestRedis.connection()
    let key = TestRedis.key()
    let error = await RedisError.thrown { () throws(RedisError) in
      _ = try await redis.transaction([RawCommand(["SET", key, "1"]), RawCommand(["NOSUCH"])])
    }
    #expect(error?.message == "ERR unknown command 'NOSUCH'")
    #expect(try await redis.send(KeyExists(keys: [key])) == 0)
    #expect(redis.generation == 1)
  }

  @Test("a watched key that changed aborts the transaction")
  func watched() async throws {
    let redis = try await TestRedis.connection()
    let other = try await TestRedis.connection()
    let key = TestRedis.key()
    try await redis.send(RawCommand(["WATCH", key]))
    try await other.send(StringSet(key: key, value: [1]))
    let error = await RedisError.thrown { () throws(RedisError) in
      _ = try await redis.transaction(StringSet(key: key, value: [2]))
    }
    #expect(error?.code == .transactionAborted)
    #expect(try await redis.send(StringGet(key: key)) == [1])
  }
}
