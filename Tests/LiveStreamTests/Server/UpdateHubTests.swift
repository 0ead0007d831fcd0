import EventModel
import LiveStream
import RedisClient
import TestSupport
import Testing

@Suite("The hub over a real Redis", .timeLimit(.minutes(3))) struct UpdateHubTests {
  @Test("what is published comes to the listeners of its tenant, in order, over both forms of the channel")
  func order() async throws {
    try await LiveWorld.with { world in
      let tenants = try (1...3).map(Messages.tenant)
      let listeners = try tenants.map { try world.listen($0) }
      for number in 0..<300 {
        let tenant = tenants[number % 3]
        let channel = number % 2 == 0 ? AnalyticsChannel.name(of: tenant) : "t:{\(tenant)}:analytics"
        try await world.publish(Messages.bytes("\(number)"), channel: channel)
      }
      for (index, listener) in listeners.enumerated() {
        let frames = await listener.frames(101)
        #expect(frames[0].kind == .opening)
        let expected = stride(from: index, to: 300, by: 3).map { "metric_update \($0)" }
        #expect(frames.dropFirst().map(\.summary) == expected)
      }
      #expect(world.hub.counts.updatesSent == 300)
    }
  }

  @Test("who comes back gets what was missed and then what follows")
  func resumption() async throws {
    try await LiveWorld.with { world in
      let tenant = try Messages.tenant(1)
      let first = try world.listen(tenant)
      for id in ["a", "b"] { try await world.publish(id, tenant: tenant) }
      #expect(await first.summaries(3).last == "metric_update b")
      first.close()
      for id in ["c", "d"] { try await world.publish(id, tenant: tenant) }
      try await world.untilReceived(4)
      let again = try world.listen(tenant, lastEventID: "b")
      #expect(await again.summaries(3) == ["opening", "metric_update c", "metric_update d"])
      try await world.publish("e", tenant: tenant)
      #expect(await again.summaries(1) == ["metric_update e"])
    }
  }

  @Test("a gap is one resync, and then updates go on")
  func gap() async throws {
    var limits = LiveStreamLimits.quiet
    limits.log.updateCountPerTenantMax = 3
    try await LiveWorld.with(limits: limits) { world in
      let tenant = try Messages.tenant(1)
      for number in 1...10 { try await world.publish("\(number)", tenant: tenant) }
      try await world.untilReceived(10)
      let listener = try world.listen(tenant, lastEventID: "2")
      #expect(await listener.summaries(2) == ["opening", "resync 10"])
      try await world.publish("11", tenant: tenant)
      #expect(await listener.summaries(1) == ["metric_update 11"])
      #expect(world.hub.counts.resyncsSent == 1)
    }
  }

  @Test("a reader who doesn't read holds up nobody, and gets one resync when it reads again")
  func slowReader() async throws {
    var limits = LiveStreamLimits.quiet
    limits.waitingUpdateCountMax = 8
    try await LiveWorld.with(limits: limits) { world in
      let tenant = try Messages.tenant(1)
      let (slow, fast) = (try world.listen(tenant, user: "slow"), try world.listen(tenant, user: "fast"))
      #expect(await slow.summaries(1).count == 1)
      _ = await fast.summaries(1)
      for number in 1...200 {
        try await world.publish("\(number)", tenant: tenant)
        #expect(await fast.summaries(1) == ["metric_update \(number)"])
      }
      #expect(await slow.summaries(1) == ["resync 200"])
      try await world.publish("201", tenant: tenant)
      #expect(await slow.summaries(1) == ["metric_update 201"])
      #expect(world.hub.counts.resyncsSent == 1 && world.hub.counts.updatesDropped == 200)
    }
  }

  @Test("a reader whose task is cancelled, or who lets go, is no listener any more")
  func vanishedReader() async throws {
    try await LiveWorld.with { world in
      let tenant = try Messages.tenant(1)
      let reader = Task {
        let listener = try world.listen(tenant)
        var count = 0
        for await _ in listener { count += 1 }
        return count
      }
      try await Wait.until("it listens") { world.hub.counts.listeners == 1 }
      try await world.publish("a", tenant: tenant)
      try await Wait.until("it has read") { world.hub.counts.updatesSent == 1 }
      reader.cancel()
      #expect(try await reader.value == 2)
      #expect(world.hub.counts.listeners == 0)
      do {
        let listener = try world.listen(tenant)
        #expect(await listener.summaries(1).count == 1)
        #expect(world.hub.counts.listeners == 1)
      }
      try await Wait.until("it has gone") { world.hub.counts.listeners == 0 }
      try await world.publish("b", tenant: tenant)
      try await world.untilReceived(2)
      #expect(world.hub.counts.updatesSent == 1)
    }
  }

  @Test("closing a listener ends the wait of its reader at once")
  func closed() async throws {
    var limits = LiveStreamLimits.quiet
    limits.heartbeatInterval = .milliseconds(32)
    try await LiveWorld.with(limits: limits) { world in
      let listener = try world.listen(try Messages.tenant(1))
      async let frames = listener.frames(.max)
      try await Wait.until("it waits between heartbeats") { world.hub.counts.heartbeatsSent >= 2 }
      listener.close()
      #expect(await frames.allSatisfy { [.opening, .heartbeat].contains($0.kind) })
      #expect(await listener.next()?.kind == nil)
    }
  }

  @Test("a shutdown tells everybody, ends their streams and refuses new ones")
  func shutdown() async throws {
    try await LiveWorld.with { world in
      let tenant = try Messages.tenant(1)
      let listeners = try (0..<50).map { try world.listen(tenant, user: "\($0)") }
      for listener in listeners { _ = await listener.next() }
      try await withThrowingTaskGroup(of: [LiveFrame].self) { tasks in
        for listener in listeners { tasks.addTask { await listener.frames(.max) } }
        await world.hub.shutDown()
        for try await frames in tasks {
          #expect(frames.map(\.kind) == [.restarting])
          var client = EventStreamClient()
          client.read(frames[0].bytes)
          #expect(client.events.map(\.name) == ["restarting"])
          #expect((1000...10_000).contains(client.retryMilliseconds ?? 0))
        }
      }
      #expect(world.hub.counts.listeners == 0)
      do throws(LiveStreamError) {
        _ = try world.hub.register(ListenerRequest(tenantID: tenant, userID: "late"))
        Issue.record("a hub that was shut down took a listener")
      } catch {
        #expect(error.code == .shuttingDown && error.isRetriable)
      }
    }
  }

  @Test("cancelling the hub's task ends the streams as a shutdown does")
  func cancelled() async throws {
    try await RedisServerProcess.withServer { server in
      let clock = SteppedClock()
      let hub = UpdateHub(configuration: try LiveWorld.configuration(of: server), now: { clock.now })
      let run = Task { await hub.run() }
      try await Wait.until("it listens to Redis") { hub.counts.isSubscribed }
      let listener = try hub.register(ListenerRequest(tenantID: try Messages.tenant(1), userID: "u"))
      _ = await listener.next()
      run.cancel()
      #expect(await listener.summaries(2) == ["restarting"])
      await run.value
    }
  }

  @Test("Redis killed and started again is one resync for each, and the stream goes on", arguments: [1, 3])
  func redisRestarted(times: Int) async throws {
    try await LiveWorld.with { world in
      let tenant = try Messages.tenant(1)
      let listeners = try (0..<20).map { try world.listen(tenant, user: "\($0)") }
      for listener in listeners { _ = await listener.next() }
      for time in 1...times {
        try await world.publish("before-\(time)", tenant: tenant)
        for listener in listeners { #expect(await listener.summaries(1) == ["metric_update before-\(time)"]) }
        world.server.kill()
        try await Wait.until("the loss is noticed") { !world.hub.counts.isSubscribed }
        try await world.server.restart()
        try await world.untilSubscribed()
        for listener in listeners {
          let frame = await listener.next()
          #expect(frame?.kind == .resync)
          #expect(frame?.events.first?.data.hasPrefix(#"{"reason":"reconnected","delay_ms":"#) == true)
        }
        try await world.publish("after-\(time)", tenant: tenant)
        for listener in listeners { #expect(await listener.summaries(1) == ["metric_update after-\(time)"]) }
      }
      #expect(world.hub.counts.resyncsSent == 20 * times)
      let back = try world.listen(tenant, user: "back", lastEventID: "before-1")
      #expect(await back.frames(2).map(\.kind) == [.opening, .resync])
    }
  }

  @Test("a network that falls silent is one resync, once it is back")
  func silentNetwork() async throws {
    try await RedisServerProcess.withServer { server in
      let publisher = RedisConnection(configuration: try LiveWorld.configuration(of: server), name: "publisher")
      let link = try NetworkLink(to: server.port)
      defer { link.stop() }
      var configuration = try LiveWorld.configuration(of: server)
      configuration.address = .tcp(host: "127.0.0.1", port: link.port)
      configuration.commandTimeout = .milliseconds(200)
      configuration.connectTimeout = .milliseconds(500)
      let hub = UpdateHub(
        configuration: configuration,
        limits: .quiet,
        silenceMax: .milliseconds(50),
        now: { Timestamp(microseconds: 0) }
      )
      async let run: Void = hub.run()
      try await Wait.until("it listens to Redis") { hub.counts.isSubscribed }
      let tenant = try Messages.tenant(1)
      let listener = try hub.register(ListenerRequest(tenantID: tenant, userID: "u"))
      _ = await listener.next()
      link.set(.silent)
      let channel = AnalyticsChannel.name(of: tenant)
      try await publisher.send(RawCommand(["PUBLISH", channel, Messages.text("missed")]))
      try await Wait.until("the silence is noticed") { !hub.counts.isSubscribed }
      link.set(.cut)
      link.set(.up)
      try await Wait.until("it listens again") { hub.counts.isSubscribed }
      #expect(await listener.next()?.kind == .resync)
      try await publisher.send(RawCommand(["PUBLISH", channel, Messages.text("next")]))
      #expect(await listener.summaries(1) == ["metric_update next"])
      #expect(hub.counts.resyncsSent == 1)
      await hub.shutDown()
      await run
    }
  }

  @Test("a rep's stream has their own changes and those of nobody")
  func reps() async throws {
    try await LiveWorld.with { world in
      let tenant = try Messages.tenant(1)
      let (rep, all) = (try world.listen(tenant, user: "r1", reps: ["r1"]), try world.listen(tenant, user: "m"))
      try await world.publish("a", tenant: tenant, reps: ["r1", "r2", nil])
      try await world.publish("b", tenant: tenant, reps: ["r2"])
      try await world.publish("c", tenant: tenant, reps: [nil])
      #expect(await rep.frames(3).dropFirst().map(\.reps) == [["r1", nil], [nil]])
      #expect(await all.frames(4).dropFirst().map(\.reps) == [["r1", "r2", nil], ["r2"], [nil]])
    }
  }

  @Test("what is no message is dropped and counted, and costs nobody the connection")
  func malformed() async throws {
    try await LiveWorld.with { world in
      let tenant = try Messages.tenant(1)
      let listener = try world.listen(tenant)
      let channel = AnalyticsChannel.name(of: tenant)
      try await world.publish([0xFF, 0x00], channel: channel)
      try await world.publish(Array(#"{"id":"1"}"#.utf8), channel: channel)
      try await world.publish(Messages.bytes("1", padding: 200_000), channel: channel)
      try await world.publish(Messages.bytes("1"), channel: "t:somebody:analytics")
      try await world.publish("2", tenant: tenant)
      #expect(await listener.summaries(2).last == "metric_update 2")
      #expect(world.hub.counts.messagesMalformed == 4 && world.hub.counts.messagesReceived == 5)
      #expect(world.hub.counts.connectionsLost == 0)
    }
  }

  @Test("an expired token ends the stream within a tick, and a silent stream shows signs of life")
  func expiryAndHeartbeat() async throws {
    var limits = LiveStreamLimits.quiet
    limits.heartbeatInterval = .milliseconds(160)
    try await LiveWorld.with(limits: limits) { world in
      let expiry = world.clock.now + .seconds(60)
      let listener = try world.listen(try Messages.tenant(1), expiresAt: expiry)
      let frames = await listener.frames(4)
      #expect(frames.map(\.kind) == [.opening, .heartbeat, .heartbeat, .heartbeat])
      #expect(frames[1].events.isEmpty && !frames[1].bytes.isEmpty)
      world.clock.advance(seconds: 60)
      let last = await listener.frames(.max)
      #expect(last.filter { $0.kind != .heartbeat }.map(\.summary) == ["expired"])
      #expect(last.last?.events.first?.name == "expired")
      #expect(world.hub.counts.listeners == 0)
    }
  }

  @Test("a listener from before the first connection gets a resync once Redis is there")
  func early() async throws {
    try await RedisServerProcess.withServer { server in
      let clock = SteppedClock()
      let hub = UpdateHub(configuration: try LiveWorld.configuration(of: server), now: { clock.now })
      let listener = try hub.register(ListenerRequest(tenantID: try Messages.tenant(1), userID: "u"))
      #expect(await listener.summaries(1).count == 1)
      async let run: Void = hub.run()
      #expect(await listener.next()?.kind == .resync)
      await hub.shutDown()
      await run
    }
  }

  @Test("many readers, writers and comers at once: each reads all of its tenant, in order")
  func concurrent() async throws {
    try await LiveWorld.with { world in
      let tenants = try (1...4).map(Messages.tenant)
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        for index in 0..<40 {
          let tenant = tenants[index % 4]
          tasks.addTask {
            let listener = try world.listen(tenant, user: "\(index)")
            var seen: [String] = []
            for await frame in listener where frame.kind == .metricUpdate {
              if frame.id == "\(tenant)-last" { break }
              seen.append(frame.summary)
            }
            #expect(seen == (0..<100).map { "metric_update \(tenant)-\($0)" })
          }
        }
        try await Wait.until("all listen") { world.hub.counts.listeners == 40 }
        for number in 0..<100 {
          for tenant in tenants { try await world.publish("\(tenant)-\(number)", tenant: tenant) }
        }
        for tenant in tenants { try await world.publish("\(tenant)-last", tenant: tenant) }
        try await tasks.waitForAll()
      }
      #expect(world.hub.counts.listeners == 0)
    }
  }
}
