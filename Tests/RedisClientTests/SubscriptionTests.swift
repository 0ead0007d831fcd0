import RedisClient
import TestSupport
import Testing

@Suite("Subscriptions", .timeLimit(.minutes(2)))
struct SubscriptionTests {
  private func publish(_ redis: RedisConnection, _ channel: String, _ payload: [UInt8]) async throws {
    _ = try await redis.send(RawCommand([[UInt8]("PUBLISH"), [UInt8](channel), payload]))
  }

  private func message(_ event: RedisSubscriptionEvent?) -> RedisMessage? {
    if case .message(let message)? = event { message } else { nil }
  }

  private func failure(_ event: RedisSubscriptionEvent?) -> RedisError.Code? {
    if case .lost(let error)? = event { error.code } else { nil }
  }

  /// Runs `body` with a server, a connection to publish on, and a configuration with short waits.
  private func with(
    _ options: RedisServerProcess.Options = .init(),
    commandTimeout: Duration = .seconds(30),
    _ body: (RedisServerProcess, RedisConnection, RedisConfiguration) async throws -> Void
  ) async throws {
    try await RedisServerProcess.withServer(options) { server in
      let configuration = try TestRedis.configuration(of: server, commandTimeout: commandTimeout)
      let publisher = RedisConnection(configuration: try TestRedis.configuration(of: server), name: "publisher")
      try await body(server, publisher, configuration)
    }
  }

  /// Waits until a silent subscriber, the only one who sends `PING`, has asked so many times: it waits for messages then.
  private func waitUntilAsked(_ count: Int, _ redis: RedisConnection) async throws {
    let before = try await pingCount(redis)
    try await TestRedis.wait(until: "it asked \(count) times") { try await pingCount(redis) >= before + count }
  }

  private func pingCount(_ redis: RedisConnection) async throws -> Int {
    let commands = try await redis.send(ServerInfo(section: "commandstats"))
    let calls = commands["cmdstat_ping"]?.split(separator: ",").first?.dropFirst("calls=".count)
    return calls.flatMap { Int($0) } ?? 0
  }

  @Test("messages of channels and patterns come in order, any bytes")
  func messages() async throws {
    try await with { _, redis, configuration in
      let topics: [RedisTopic] = [.channel("one"), .pattern("t:*:x"), .channel("two")]
      let subscription = RedisSubscription(to: topics, configuration: configuration, name: "listener")
      var events = subscription.makeAsyncIterator()
      #expect(try await events.next() == .subscribed(generation: 1))
      var sent: [RedisMessage] = []
      for number in 0..<2500 {
        let channel = ["one", "two", "t:\(number):x"][number % 3]
        let payload: [UInt8] = [0, 255, 13, 10, UInt8(number % 256), UInt8(number / 256)]
        sent.append(RedisMessage(channel: channel, payload: payload))
      }
      for message in sent { try await publish(redis, message.channel, message.payload) }
      try await publish(redis, "other", [1])
      try await publish(redis, "two", [])
      for expected in sent + [RedisMessage(channel: "two", payload: [])] {
        #expect(message(try await events.next()) == expected)
      }
      await subscription.close()
      #expect(try await events.next() == nil)
    }
  }

  @Test("a killed server is told as a loss, and the new connection by its number")
  func restart() async throws {
    try await with { server, redis, configuration in
      let subscription = RedisSubscription(to: [.channel("c")], configuration: configuration, name: "listener")
      var events = subscription.makeAsyncIterator()
      #expect(try await events.next() == .subscribed(generation: 1))
      try await publish(redis, "c", [1])
      #expect(message(try await events.next())?.payload == [1])
      server.kill()
      #expect(failure(try await events.next()) == .connectionLost)
      #expect(failure(try await events.next()) == .connectionFailed)
      try await server.restart()
      var event = try await events.next()
      while failure(event) != nil { event = try await events.next() }
      #expect(event == .subscribed(generation: 2))
      try await publish(redis, "c", [2])
      #expect(message(try await events.next())?.payload == [2])
      try await redis.send(RawCommand(["CLIENT", "KILL", "TYPE", "pubsub"]))
      #expect(failure(try await events.next()) == .connectionLost)
      #expect(try await events.next() == .subscribed(generation: 3))
      await subscription.close()
    }
  }

  @Test("a silent network is noticed, and left when it comes back")
  func silentNetwork() async throws {
    try await with(commandTimeout: .milliseconds(200)) { server, redis, configuration in
      let link = try NetworkLink(to: server.port)
      defer { link.stop() }
      var configuration = configuration
      configuration.address = .tcp(host: "127.0.0.1", port: link.port)
      configuration.connectTimeout = .milliseconds(500)
      let subscription = RedisSubscription(
        to: [.channel("c")],
        configuration: configuration,
        name: "listener",
        silenceMax: .milliseconds(50)
      )
      var events = subscription.makeAsyncIterator()
      #expect(try await events.next() == .subscribed(generation: 1))
      link.set(.silent)
      let start = ContinuousClock.now
      #expect(failure(try await events.next()) == .timeout)
      #expect(ContinuousClock.now - start < .seconds(10))
      link.set(.cut)
      link.set(.up)
      var event = try await events.next()
      while failure(event) != nil { event = try await events.next() }
      #expect(event == .subscribed(generation: 2))
      try await publish(redis, "c", [1])
      #expect(message(try await events.next())?.payload == [1])
      await subscription.close()
    }
  }

  @Test("a server that answers is kept, however little is published")
  func idle() async throws {
    try await with { _, redis, configuration in
      let subscription = RedisSubscription(
        to: [.pattern("*")],
        configuration: configuration,
        name: "listener",
        silenceMax: .milliseconds(10)
      )
      var events = subscription.makeAsyncIterator()
      #expect(try await events.next() == .subscribed(generation: 1))
      let reader = Task {
        var events = subscription.makeAsyncIterator()
        return try await events.next()
      }
      try await waitUntilAsked(10, redis)
      try await publish(redis, "c", [1])
      #expect(message(try await reader.value)?.payload == [1])
      await subscription.close()
    }
  }

  @Test("closing ends a wait, and so does cancelling its task")
  func ends() async throws {
    try await with { _, redis, configuration in
      let subscription = RedisSubscription(
        to: [.channel("c")],
        configuration: configuration,
        name: "listener",
        silenceMax: .milliseconds(5)
      )
      var events = subscription.makeAsyncIterator()
      #expect(try await events.next() == .subscribed(generation: 1))
      let cancelled = Task {
        var events = subscription.makeAsyncIterator()
        return try await events.next()
      }
      try await waitUntilAsked(2, redis)
      cancelled.cancel()
      switch await cancelled.result {
      case .success: Issue.record("a cancelled wait ended well")
      case .failure(let error): #expect((error as? RedisError)?.code == .cancelled)
      }
      // Who comes back is told that something was missed.
      #expect(try await events.next() == .subscribed(generation: 2))
      let closed = Task {
        var events = subscription.makeAsyncIterator()
        return try await events.next()
      }
      try await waitUntilAsked(2, redis)
      await subscription.close()
      let last = try await closed.value
      let afterwards = try await events.next()
      // A wait that wasn't ended would last for ever: nobody publishes.
      #expect(last == nil && afterwards == nil)
    }
  }

  @Test("closing ends a wait for a server that isn't there")
  func endsWhileAway() async throws {
    try await with { server, _, configuration in
      server.kill()
      var configuration = configuration
      configuration.backoff = RedisBackoff(initial: .seconds(100), maximum: .seconds(100))
      let subscription = RedisSubscription(to: [.channel("c")], configuration: configuration, name: "listener")
      var events = subscription.makeAsyncIterator()
      #expect(failure(try await events.next()) == .connectionFailed)
      let waiting = Task {
        var events = subscription.makeAsyncIterator()
        return try await events.next()
      }
      await subscription.close()
      let last = try await waiting.value
      #expect(last == nil)
    }
  }

  @Test("a message within the limit is taken, and a longer one costs the connection")
  func longMessages() async throws {
    try await with { _, redis, configuration in
      let subscription = RedisSubscription(
        to: [.channel("c")],
        configuration: configuration,
        name: "listener",
        messageByteCountMax: 100_000
      )
      var events = subscription.makeAsyncIterator()
      #expect(try await events.next() == .subscribed(generation: 1))
      try await publish(redis, "c", [UInt8](repeating: 1, count: 100_000))
      #expect(message(try await events.next())?.payload.count == 100_000)
      try await publish(redis, "c", [UInt8](repeating: 1, count: 10_000_000))
      #expect(failure(try await events.next()) == .protocolViolation)
      #expect(try await events.next() == .subscribed(generation: 2))
      await subscription.close()
    }
  }

  @Test("a consumer that falls behind what the server holds for it is told so")
  func slowConsumer() async throws {
    let options = RedisServerProcess.Options(arguments: ["--client-output-buffer-limit", "pubsub 1mb 0 0"])
    try await with(options) { _, redis, configuration in
      let subscription = RedisSubscription(to: [.channel("c")], configuration: configuration, name: "listener")
      var events = subscription.makeAsyncIterator()
      #expect(try await events.next() == .subscribed(generation: 1))
      var deliveredCount = 1
      while deliveredCount > 0 {
        let payload = [UInt8](repeating: 1, count: 500_000)
        deliveredCount = Int(try await redis.send(RawCommand([[UInt8]("PUBLISH"), [UInt8]("c"), payload])).integer())
      }
      var event = try await events.next()
      while message(event) != nil { event = try await events.next() }
      #expect(failure(event) == .connectionLost)
      #expect(try await events.next() == .subscribed(generation: 2))
      await subscription.close()
    }
  }

  @Test("a refusal to subscribe is told, and tried again")
  func refused() async throws {
    let options = RedisServerProcess.Options(
      arguments: ["--user", "small", "on", ">hush", "~*", "resetchannels", "&allowed", "+@all"]
    )
    try await with(options) { _, redis, configuration in
      var configuration = configuration
      configuration.username = "small"
      configuration.password = "hush"
      let subscription = RedisSubscription(to: [.channel("c")], configuration: configuration, name: "listener")
      var events = subscription.makeAsyncIterator()
      for _ in 0..<2 { #expect(failure(try await events.next()) == .server("NOPERM")) }
      try await redis.send(RawCommand(["ACL", "SETUSER", "small", "&c"]))
      var event = try await events.next()
      while failure(event) != nil { event = try await events.next() }
      #expect(event == .subscribed(generation: 1))
      await subscription.close()
    }
  }

  @Test(
    "a peer that says what no subscriber is sent is left",
    arguments: [
      ("+OK\r\n", RedisError.Code.unexpectedReply), ("*1\r\n$3\r\nfoo\r\n", .unexpectedReply),
      ("?\r\n", .protocolViolation),
    ]
  )
  func garbage(answer: String, code: RedisError.Code) async throws {
    let peer = try FakePeer([[.receive, .send("+OK\r\n"), .receive, .send(answer)]])
    defer { peer.close() }
    let subscription = RedisSubscription(to: [.channel("c")], configuration: peer.configuration, name: "listener")
    var events = subscription.makeAsyncIterator()
    #expect(failure(try await events.next()) == code)
    #expect(failure(try await events.next()) == code)
    #expect(peer.connectionCount == 2)
    await subscription.close()
  }
}
