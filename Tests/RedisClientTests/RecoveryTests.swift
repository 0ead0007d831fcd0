import RedisClient
import TestSupport
import Testing

@Suite("Loss and recovery against a server", .timeLimit(.minutes(2)))
struct RecoveryTests {
  /// What `CLIENT LIST` says of each connection, without that of the asking one.
  private func clients(of redis: RedisConnection) async throws -> [[String: String]] {
    let own = try await redis.send(RawCommand(["CLIENT", "ID"])).integer()
    return try await redis.send(RawCommand(["CLIENT", "LIST"])).text().split(separator: "\n").map { line in
      var fields: [String: String] = [:]
      for field in line.split(separator: " ") {
        let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        fields[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
      }
      return fields
    }.filter { $0["id"] != "\(own)" }
  }

  private func killOthers(by redis: RedisConnection) async throws {
    try await redis.send(RawCommand(["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]))
  }

  @Test("user, database and name are restored after CLIENT KILL and after a restart")
  func restores() async throws {
    let options = RedisServerProcess.Options(password: "pass", user: ("worker", "hush"), appendOnly: true)
    try await RedisServerProcess.withServer(options) { server in
      var configuration = try TestRedis.configuration(of: server)
      configuration.password = "pass"
      let admin = RedisConnection(configuration: configuration, name: "admin")
      configuration.username = "worker"
      configuration.password = "hush"
      configuration.database = 5
      configuration.clientName = "prefix"
      let redis = RedisConnection(configuration: configuration, name: "a name")
      let key = TestRedis.key()
      func expectRestored(generation: UInt64) async throws {
        #expect(try await redis.send(StringGet(key: key)) == [1])
        #expect(redis.generation == generation)
        let client = try #require(try await clients(of: admin).first)
        #expect(client["user"] == "worker" && client["db"] == "5" && client["name"] == "prefix:a_name")
      }
      try await redis.send(StringSet(key: key, value: [1]))
      try await expectRestored(generation: 1)
      try await killOthers(by: admin)
      try await expectRestored(generation: 2)
      try await server.restart()
      try await expectRestored(generation: 3)
    }
  }

  @Test("what is meant for one connection alone is not sent over the next one")
  func generation() async throws {
    try await RedisServerProcess.withServer { server in
      let redis = RedisConnection(configuration: try TestRedis.configuration(of: server), name: "test")
      let key = TestRedis.key()
      try await redis.connect()
      let generation = redis.generation
      let increment = [RawCommand(["INCR", key])]
      #expect(try await redis.pipeline(increment, generation: generation)[0].get() == .integer(1))
      try await server.restart()
      for _ in 0..<2 {
        let error = await RedisError.thrown { () throws(RedisError) in
          _ = try await redis.pipeline(increment, generation: generation)
        }
        #expect(error?.code == .connectionFailed && error?.isRetriable == true)
      }
      #expect(redis.generation == generation + 1)
      #expect(try await redis.pipeline(increment, generation: redis.generation)[0].get() == .integer(1))
    }
  }

  @Test("a wrong password is a final error, and the right name for it")
  func wrongPassword() async throws {
    try await RedisServerProcess.withServer(.init(password: "pass")) { server in
      var configuration = try TestRedis.configuration(of: server)
      for (password, code) in [(nil, "NOAUTH"), ("hush", "WRONGPASS")] {
        configuration.password = password
        let redis = RedisConnection(configuration: configuration, name: "test")
        let error = await RedisError.thrown { () throws(RedisError) in try await redis.connect() }
        #expect(error?.code == .server(code) && error?.isRetriable == false)
        #expect(redis.generation == 0)
      }
    }
  }

  @Test("a user who may not name its connection is served without a name, but never in another database")
  func restrictedUser() async throws {
    let options = RedisServerProcess.Options(arguments: ["--user", "small", "on", ">hush", "~*", "+get", "+set"])
    try await RedisServerProcess.withServer(options) { server in
      var configuration = try TestRedis.configuration(of: server)
      configuration.username = "small"
      configuration.password = "hush"
      let redis = RedisConnection(configuration: configuration, name: "test")
      try await redis.send(StringSet(key: "k", value: [1]))
      #expect(try await redis.send(StringGet(key: "k")) == [1])
      configuration.database = 1
      let other = RedisConnection(configuration: configuration, name: "test")
      let error = await RedisError.thrown { () throws(RedisError) in try await other.connect() }
      #expect(error?.code == .server("NOPERM"))
    }
  }

  @Test("what was in flight when the server died fails as lost, and the next call finds the new server")
  func killedInFlight() async throws {
    try await RedisServerProcess.withServer(.init(appendOnly: true)) { server in
      let configuration = try TestRedis.configuration(of: server)
      let redis = RedisConnection(configuration: configuration, name: "reader")
      let admin = RedisConnection(configuration: configuration, name: "admin")
      try await redis.send(StreamGroupCreate(key: "s", group: "g"))
      async let read = RedisError.thrown { () throws(RedisError) in
        try await redis.send(StreamReadGroup(group: "g", consumer: "c", keys: ["s"], block: .seconds(600)))
      }
      try await TestRedis.wait(until: "the reader blocks") {
        try await clients(of: admin).contains { $0["flags"] == "b" }
      }
      server.kill()
      let error = await read
      #expect(error?.code == .connectionLost && error?.isRetriable == true)
      let refused = await RedisError.thrown { () throws(RedisError) in try await redis.send(Ping()) }
      #expect(refused?.code == .connectionFailed && refused?.isRetriable == true)
      try await server.restart()
      try await admin.send(StreamAdd(key: "s", fields: [RedisField("a", "b")]))
      let streams = try await redis.send(StreamReadGroup(group: "g", consumer: "c", keys: ["s"]))
      #expect(streams.first?.entries.count == 1)
      #expect(redis.generation == 2)
    }
  }

  @Test("a connection that the server closed while idle is replaced without an error")
  func idleClose() async throws {
    try await RedisServerProcess.withServer { server in
      let configuration = try TestRedis.configuration(of: server)
      let redis = RedisConnection(configuration: configuration, name: "idle")
      let admin = RedisConnection(configuration: configuration, name: "admin")
      for generation in 1...5 as ClosedRange<UInt64> {
        try await redis.send(Ping())
        #expect(redis.generation == generation)
        try await killOthers(by: admin)
      }
    }
  }

  @Test("a frozen server is given up at the deadline, and found again when it goes on")
  func frozen() async throws {
    try await RedisServerProcess.withServer { server in
      let configuration = try TestRedis.configuration(of: server, commandTimeout: .milliseconds(100))
      let redis = RedisConnection(configuration: configuration, name: "test")
      try await redis.send(Ping())
      server.pause()
      let start = ContinuousClock.now
      let error = await RedisError.thrown { () throws(RedisError) in try await redis.send(Ping()) }
      let duration = ContinuousClock.now - start
      #expect(error?.code == .timeout && error?.isRetriable == true)
      #expect(duration >= .milliseconds(100) && duration < .seconds(20))
      // The kernel still accepts connections for the frozen server; the introduction is what fails.
      var impatient = configuration
      impatient.connectTimeout = .milliseconds(100)
      let late = RedisConnection(configuration: impatient, name: "late")
      let failure = await RedisError.thrown { () throws(RedisError) in try await late.connect() }
      #expect(failure?.code == .connectionFailed)
      server.resume()
      let patient = RedisConnection(configuration: try TestRedis.configuration(of: server), name: "patient")
      try await patient.send(Ping())
      try await TestRedis.wait(until: "the old connection works again") {
        let lost = await Self.error { () throws(RedisError) in try await redis.send(Ping()) }
        return lost == nil
      }
      #expect(redis.generation >= 2)
    }
  }

  private static func error(by call: () async throws(RedisError) -> Void) async -> RedisError? {
    do throws(RedisError) {
      try await call()
      return nil
    } catch {
      return error
    }
  }

  @Test("a blocking read may take its blocking time on top of the command timeout")
  func blockBeyondTimeout() async throws {
    let redis = try await TestRedis.connection(commandTimeout: .seconds(2))
    let key = TestRedis.key()
    try await redis.send(StreamGroupCreate(key: key, group: "g"))
    let start = ContinuousClock.now
    let read = StreamReadGroup(group: "g", consumer: "c", keys: [key], block: .milliseconds(2100))
    #expect(try await redis.send(read).isEmpty)
    #expect(ContinuousClock.now - start >= .milliseconds(2100))
    #expect(redis.generation == 1)
  }

  @Test("cancelling a blocked read ends it and its connection, and costs the next call nothing")
  func cancelBlocked() async throws {
    try await RedisServerProcess.withServer { server in
      var configuration = try TestRedis.configuration(of: server)
      configuration.backoff = RedisBackoff(initial: .seconds(600), maximum: .seconds(600))
      let redis = RedisConnection(configuration: configuration, name: "reader")
      let admin = RedisConnection(configuration: configuration, name: "admin")
      try await redis.send(StreamGroupCreate(key: "s", group: "g"))
      let task = Task {
        await RedisError.thrown { () throws(RedisError) in
          try await redis.send(StreamReadGroup(group: "g", consumer: "c", keys: ["s"], block: .seconds(600)))
        }
      }
      try await TestRedis.wait(until: "the reader blocks") {
        try await clients(of: admin).contains { $0["flags"] == "b" }
      }
      let start = ContinuousClock.now
      task.cancel()
      #expect(await task.value?.code == .cancelled)
      #expect(ContinuousClock.now - start < .seconds(10))
      try await TestRedis.wait(until: "the server has forgotten the reader") {
        try await clients(of: admin).isEmpty
      }
      try await redis.send(Ping())
      #expect(redis.generation == 2)
    }
  }

  @Test("a call that was cancelled before it began sends nothing and harms nothing")
  func cancelQueued() async throws {
    let redis = try await TestRedis.connection()
    let key = TestRedis.key()
    try await redis.connect()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await RedisError.thrown { () throws(RedisError) in try await redis.send(StringSet(key: key, value: [])) }
    }
    #expect(await task.value?.code == .cancelled)
    #expect(try await redis.send(KeyExists(keys: [key])) == 0)
    #expect(redis.generation == 1)
  }

  @Test("cancelling ends the wait before the next attempt to connect")
  func cancelBackoff() async throws {
    let configuration = RedisConfiguration(
      address: .unix(path: "/nonexistent/redis.sock"),
      backoff: RedisBackoff(initial: .seconds(600), maximum: .seconds(600))
    )
    let redis = RedisConnection(configuration: configuration, name: "test", randomUnit: { 0 })
    let first = await RedisError.thrown { () throws(RedisError) in try await redis.connect() }
    #expect(first?.code == .connectionFailed)
    let task = Task { await RedisError.thrown { () throws(RedisError) in try await redis.connect() } }
    task.cancel()
    #expect(await task.value?.code == .cancelled)
  }

  @Test("no connection stays behind at the server")
  func noLeaks() async throws {
    try await RedisServerProcess.withServer { server in
      let configuration = try TestRedis.configuration(of: server)
      let admin = RedisConnection(configuration: configuration, name: "admin")
      for number in 0..<50 {
        let redis = RedisConnection(configuration: configuration, name: "short")
        try await redis.send(Ping())
        if number.isMultiple(of: 2) { await redis.close() }
      }
      try await TestRedis.wait(until: "only the asking client is left") { try await clients(of: admin).isEmpty }
    }
  }

  @Test("a full memory is a retriable refusal, and the connection goes on")
  func outOfMemory() async throws {
    try await RedisServerProcess.withServer(.init(arguments: ["--maxmemory", "1"])) { server in
      let redis = RedisConnection(configuration: try TestRedis.configuration(of: server), name: "test")
      let error = await RedisError.thrown { () throws(RedisError) in
        try await redis.send(StringSet(key: "k", value: [1]))
      }
      #expect(error?.code == .server("OOM") && error?.isRetriable == true)
      #expect(try await redis.send(KeyExists(keys: ["k"])) == 0)
      #expect(redis.generation == 1)
      let aborted = await RedisError.thrown { () throws(RedisError) in
        _ = try await redis.transaction(StringSet(key: "k", value: [1]))
      }
      #expect(aborted?.code == .server("OOM"))
    }
  }

  @Test("a server that became a replica is left, since the name may lead elsewhere by now")
  func demoted() async throws {
    try await RedisServerProcess.withServer { server in
      let redis = RedisConnection(configuration: try TestRedis.configuration(of: server), name: "test")
      try await redis.send(RawCommand(["REPLICAOF", "127.0.0.1", "1"]))
      let error = await RedisError.thrown { () throws(RedisError) in
        try await redis.send(StringSet(key: "k", value: [1]))
      }
      #expect(error?.code == .server("READONLY") && error?.isRetriable == true)
      try await redis.send(RawCommand(["REPLICAOF", "NO", "ONE"]))
      #expect(redis.generation == 2)
      try await redis.send(StringSet(key: "k", value: [1]))
    }
  }

  @Test("FLUSHALL forgets everything")
  func flush() async throws {
    try await RedisServerProcess.withServer { server in
      let redis = RedisConnection(configuration: try TestRedis.configuration(of: server), name: "test")
      try await redis.send(StringSet(key: "k", value: [1]))
      try await redis.send(FlushAll())
      #expect(try await redis.send(KeyExists(keys: ["k"])) == 0)
    }
  }
}
