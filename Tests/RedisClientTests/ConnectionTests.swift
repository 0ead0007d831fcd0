import RedisClient
import TestSupport
import Testing

@Suite("RedisConnection", .timeLimit(.minutes(2)))
struct ConnectionTests {
  @Test("the first call connects")
  func lazyConnect() async throws {
    let redis = try await TestRedis.connection()
    #expect(redis.generation == 0)
    try await redis.send(Ping())
    #expect(redis.generation == 1)
    try await redis.connect()
    #expect(redis.generation == 1)
  }

  @Test("a closed connection refuses calls")
  func closed() async throws {
    let redis = try await TestRedis.connection()
    try await redis.connect()
    await redis.close()
    let error = await RedisError.thrown { () throws(RedisError) in try await redis.send(Ping()) }
    #expect(error?.code == .closed)
    #expect(error?.isRetriable == false)
  }

  @Test("unix sockets work, with a database from the URL")
  func unixSocket() async throws {
    try await RedisServerProcess.withServer { server in
      let redis = RedisConnection(configuration: try RedisConfiguration(url: server.socketURL + "?db=3"), name: "unix")
      try await redis.send(StringSet(key: "k", value: [UInt8]("v")))
      let keyspace = try await redis.send(ServerInfo(section: "keyspace"))
      #expect(keyspace.keys.sorted() == ["db3"])
    }
  }

  @Test("a host name leads to a server that listens on one of its addresses only")
  func hostName() async throws {
    try await RedisServerProcess.withServer { server in
      var configuration = try TestRedis.configuration(of: server)
      configuration.address = .tcp(host: "localhost", port: server.port)
      let redis = RedisConnection(configuration: configuration, name: "named")
      try await redis.send(Ping())
    }
  }

  @Test(
    "an address where nobody is fails as retriable",
    arguments: [
      RedisConfiguration.Address.tcp(host: "127.0.0.1", port: 1), .tcp(host: "name.invalid", port: 6379),
      .unix(path: "/nonexistent/redis.sock"), .unix(path: "/" + String(repeating: "x", count: 500)),
    ]
  )
  func nobody(address: RedisConfiguration.Address) async {
    let redis = RedisConnection(configuration: RedisConfiguration(address: address), name: "test")
    let error = await RedisError.thrown { () throws(RedisError) in try await redis.connect() }
    #expect(error?.code == .connectionFailed && error?.isRetriable == true)
    #expect(error?.message.isEmpty == false)
  }

  @Test(
    "a peer that doesn't speak the protocol is a violation, and is left",
    arguments: [
      "HTTP/1.1 400 Bad Request\r\n\r\n", "*99999999999999999999\r\n", "$-5\r\n", ":x\r\n", "+OK\r\n+OK\r\n+OK\r\n",
    ]
  )
  func garbage(answer: String) async throws {
    let peer = try FakePeer([
      [.receive, .send("+OK\r\n"), .receive, .send(answer)],
      [.receive, .send("+OK\r\n"), .receive, .send("+PONG\r\n")],
    ])
    defer { peer.close() }
    let redis = RedisConnection(configuration: peer.configuration, name: "test")
    let error = await RedisError.thrown { () throws(RedisError) in try await redis.send(Ping()) }
    #expect(error?.code == .protocolViolation && error?.isRetriable == false)
    try await redis.send(Ping())
    #expect(redis.generation == 2 && peer.connectionCount == 2)
  }

  @Test(
    "a peer that hangs up within an answer loses all of the pipeline",
    arguments: ["", "+", "$5\r\nab", "*2\r\n:1\r\n", "+PONG\r\n", "+PONG\r\n+PO"]
  )
  func truncated(answer: String) async throws {
    let peer = try FakePeer([[.receive, .send("+OK\r\n"), .receive, .send(answer), .hangUp]])
    defer { peer.close() }
    let redis = RedisConnection(configuration: peer.configuration, name: "test")
    let error = await RedisError.thrown { () throws(RedisError) in _ = try await redis.pipeline([Ping(), Ping()]) }
    #expect(error?.code == .connectionLost && error?.isRetriable == true)
  }

  @Test("an idle connection that receives what nobody asked for is replaced")
  func unasked() async throws {
    let peer = try FakePeer([
      [.receive, .send("+OK\r\n"), .receive, .send("+PONG\r\n"), .waitForProceed, .send("+STALE\r\n")],
      [.receive, .send("+OK\r\n"), .receive, .send("+FRESH\r\n")],
    ])
    defer { peer.close() }
    let redis = RedisConnection(configuration: peer.configuration, name: "test")
    try await redis.send(Ping())
    peer.proceed()
    try await TestRedis.wait(until: "the unasked answer was sent") { peer.stepCount == 6 }
    #expect(try await redis.send(RawCommand(["GET", "k"])) == .status("FRESH"))
  }

  @Test("a peer that doesn't read on before its answer is taken doesn't stop both")
  func duplex() async throws {
    let value = [UInt8](repeating: 1, count: 8 << 20) + [UInt8]("END")
    let peer = try FakePeer([
      [
        .receive, .send("+OK\r\n"), .receive, .send("$8388608\r\n"), .sendBytes(8 << 20), .send("\r\n"),
        .receiveUntil("END\r\n"), .send("+OK\r\n"),
      ]
    ])
    defer { peer.close() }
    let redis = RedisConnection(configuration: peer.configuration, name: "test")
    let (first, second) = try await redis.pipeline(StringGet(key: "k"), StringSet(key: "k", value: value))
    #expect(try first.get()?.count == 8 << 20)
    #expect(try second.get())
  }

  @Test("an answer that never stops coming is late all the same")
  func endless() async throws {
    let peer = try FakePeer([[.receive, .send("+OK\r\n"), .receive, .send("$100000000\r\n"), .sendBytes(100_000_000)]])
    defer { peer.close() }
    var configuration = peer.configuration
    configuration.commandTimeout = .milliseconds(2)
    let redis = RedisConnection(configuration: configuration, name: "test")
    let error = await RedisError.thrown { () throws(RedisError) in try await redis.send(StringGet(key: "k")) }
    #expect(error?.code == .timeout)
  }

  @Test("a full server's own words reach the caller")
  func fullServer() async throws {
    let refusal = "ERR max number of clients reached"
    let peer = try FakePeer([[.receive, .send("-\(refusal)\r\n"), .hangUp]])
    defer { peer.close() }
    var configuration = peer.configuration
    configuration.password = "hush"
    let redis = RedisConnection(configuration: configuration, name: "test")
    let error = await RedisError.thrown { () throws(RedisError) in try await redis.connect() }
    #expect(error == RedisError(code: .connectionFailed, message: refusal))
  }

  @Test("attempts to connect keep the back-off that the random numbers give")
  func backoff() async throws {
    var configuration = RedisConfiguration(address: .unix(path: "/nonexistent/redis.sock"))
    configuration.backoff = RedisBackoff(initial: .milliseconds(150), maximum: .milliseconds(300))
    let redis = RedisConnection(configuration: configuration, name: "test", randomUnit: { 0 })
    let start = ContinuousClock.now
    for _ in 0..<4 {
      _ = await RedisError.thrown { () throws(RedisError) in try await redis.connect() }
    }
    // Three waits: 150, 300 and, at the maximum, 300 again.
    #expect(ContinuousClock.now - start >= .milliseconds(750))
  }
}
