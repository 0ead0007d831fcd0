import Admin
import Delivery
import EventModel
import RedisClient
import Streams
import Synchronization
import TestSupport
import Testing

@testable import Workers

@Suite(.timeLimit(.minutes(10))) struct ReadinessTests {
  @Test("readyz says that PostgreSQL is away, and is ready again by itself")
  func postgresAway() async throws {
    try await TestFleet.withOwnServers { fleet in
      let process = try fleet.shown()
      try await fleet.during(OutcomeWorker(context: process.context)) {
        try await process.waitUntilReady()
        fleet.postgresServer.halt(.immediate)
        try await process.waitUntilNotReady("postgresql", "PostgreSQL can't be asked")
        #expect(try await process.ask("/livez").status == 200, "who waits for a store is alive")
        #expect(!(try await process.ask("/readyz").body.contains("password")))
        try await fleet.postgresServer.launch()
        try await process.waitUntilReady()
      }
    }
  }

  @Test("a worker on a read-only PostgreSQL is not ready, and is again by itself")
  func readOnly() async throws {
    try await TestFleet.withOwnServers { fleet in
      let process = try fleet.shown()
      try await fleet.during(OutcomeWorker(context: process.context)) {
        try await process.waitUntilReady()
        try await fleet.postgresServer.execute("ALTER SYSTEM SET default_transaction_read_only = on")
        try await fleet.postgresServer.execute("SELECT pg_reload_conf()")
        try await process.waitUntilNotReady("postgresql", "read-only")
        try await fleet.postgresServer.execute("ALTER SYSTEM RESET default_transaction_read_only")
        try await fleet.postgresServer.execute("SELECT pg_reload_conf()")
        try await process.waitUntilReady()
      }
    }
  }

  @Test("a PostgreSQL that hangs is noticed, although its connections stay open")
  func postgresHangs() async throws {
    try await TestFleet.withOwnServers { fleet in
      let process = try fleet.shown()
      try await fleet.during(OutcomeWorker(context: process.context)) {
        try await process.waitUntilReady()
        fleet.postgresServer.pause()
        defer { fleet.postgresServer.resume() }
        try await process.waitUntilNotReady("postgresql", "PostgreSQL can't be asked")
        fleet.postgresServer.resume()
        try await process.waitUntilReady()
      }
    }
  }

  @Test("a Redis that is full answers reads and takes no writes: not ready, and again by itself")
  func redisFull() async throws {
    try await TestFleet.with { fleet in
      let process = try fleet.shown()
      try await fleet.during(OutcomeWorker(context: process.context)) {
        try await process.waitUntilReady()
        _ = try await fleet.redis.send(RawCommand(["CONFIG", "SET", "maxmemory", "1"]))
        try await process.waitUntilNotReady("redis", "OOM")
        _ = try await fleet.redis.send(RawCommand(["CONFIG", "SET", "maxmemory", "0"]))
        try await process.waitUntilReady()
      }
    }
  }

  @Test("a Redis that became a replica is not ready")
  func redisReplica() async throws {
    try await TestFleet.with { fleet in
      let process = try fleet.shown()
      try await fleet.during(OutcomeWorker(context: process.context)) {
        try await process.waitUntilReady()
        _ = try await fleet.redis.send(RawCommand(["REPLICAOF", "127.0.0.1", "1"]))
        try await process.waitUntilNotReady("redis", "READONLY")
        _ = try await fleet.redis.send(RawCommand(["REPLICAOF", "NO", "ONE"]))
        try await process.waitUntilReady()
      }
    }
  }

  @Test("a Redis that is away or hangs is not ready, and is again by itself")
  func redisAway() async throws {
    try await TestFleet.withOwnServers { fleet in
      let process = try fleet.shown()
      try await fleet.during(OutcomeWorker(context: process.context)) {
        try await process.waitUntilReady()
        fleet.redisServer.kill()
        try await process.waitUntilNotReady("redis", "Redis takes no writes")
        try await fleet.redisServer.restart()
        try await process.waitUntilReady()
        fleet.redisServer.pause()
        defer { fleet.redisServer.resume() }
        try await process.waitUntilNotReady("redis", "Redis takes no writes")
        fleet.redisServer.resume()
        try await process.waitUntilReady()
      }
    }
  }

  @Test("the key that the probe writes goes by itself")
  func probeKey() async throws {
    try await TestFleet.with { fleet in
      let health = RedisHealth(redis: fleet.redis, instance: "x")
      #expect(try await health.look() == .ready)
      guard case .integer(let left) = try await fleet.redis.send(RawCommand(["PTTL", "reckoner:health:x"])) else {
        throw TestProcessFailure(description: "PTTL gives a number")
      }
      #expect((1...10_000).contains(left))
    }
  }

  @Test("a group that is missing on a stream is named, until it is there again")
  func missingGroup() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1), .action(2, tenant: 2)])
      let directory = StreamDirectory(group: .outcomeWorkers, redis: fleet.redis)
      try await directory.refresh()
      var health = GroupHealth(directory: directory, group: .outcomeWorkers, redis: fleet.redis)
      #expect(try await health.look() == .ready)
      let key = TestEvent.action(2, tenant: 2).key.text
      _ = try await fleet.redis.send(StreamGroupDestroy(key: key, group: "outcome-workers"))
      guard case .notReady(let reason) = try await health.look() else {
        throw TestProcessFailure(description: "the missing group wasn't noticed")
      }
      #expect(reason.contains(key) && reason.contains("outcome-workers"))
      try await directory.createGroups(of: directory.keys)
      #expect(try await health.look() == .ready)
      _ = try await fleet.redis.send(FlushAll())
      #expect(try await health.look() != .ready)
      try await directory.createGroups(of: directory.keys)
      #expect(try await health.look() == .ready)
    }
  }

  @Test("with more streams than a look sees each has its turn, and one that failed is looked at each time")
  func turns() {
    let keys = (1...10).map { TestEvent.action(1, tenant: $0).key }
    var watch = GroupWatch(countMax: 4)
    #expect(watch.next(of: keys) == Array(keys[0..<4]))
    watch.note(Array(keys[0..<4]), missing: [keys[2]])
    #expect(watch.next(of: keys) == [keys[2]] + keys[4..<7])
    watch.note([keys[2]] + keys[4..<7], missing: [keys[2], keys[5]])
    #expect(Set(watch.next(of: keys)) == Set([keys[2], keys[5], keys[7], keys[8]]))
    watch.note([keys[2], keys[5]], missing: [])
    #expect(watch.missing.isEmpty)
    #expect(watch.next(of: keys) == [keys[9]] + keys[0..<3])
    watch.note([keys[9]], missing: [keys[9]])
    #expect(watch.next(of: Array(keys[0..<3])).count == 3, "a stream that isn't read any more isn't missed")
    #expect(watch.missing.isEmpty)
    #expect(watch.next(of: []).isEmpty)
  }

  @Test("loops that wait for a store move: livez recovers while the stores are away")
  func waitingLoops() async throws {
    try await TestFleet.withOwnServers { fleet in
      let shift = Mutex(Duration.zero)
      let health = HealthBoard { .now + shift.withLock { $0 } }
      let process = try fleet.shown("shown", ["reckoner.roles": "ingest,resolve,relay,sweep"], health: health)
      try await fleet.publish((0..<50).map { .action($0, conversation: $0) })
      try await fleet.during(OutcomeWorker(context: process.context)) {
        try await process.waitUntilReady()
        fleet.postgresServer.halt(.immediate)
        fleet.redisServer.kill()
        try await process.waitUntilNotReady("redis", "Redis takes no writes")
        // All pulses are too old at once; only a loop that moves beats again.
        shift.withLock { $0 += .seconds(200) }
        #expect(try await process.ask("/livez").status == 503)
        try await Wait.until("every loop moves") { try await process.ask("/livez").status == 200 }
        try await fleet.redisServer.restart()
        try await fleet.postgresServer.launch()
        try await process.waitUntilReady()
      }
    }
  }

  @Test("livez fails when a loop of the process hangs, and names it")
  func hangingLoop() async throws {
    try await TestFleet.with { fleet in
      let process = try fleet.shown()
      try await fleet.during(OutcomeWorker(context: process.context)) {
        #expect(try await process.ask("/livez").status == 200)
        let (stream, end) = AsyncStream.makeStream(of: Never.self)
        async let hanging: Void = process.context.watching("stuck", limit: .milliseconds(10)) {
          for await _ in stream {}
        }
        try await Wait.until("livez names the loop") {
          let answer = try await process.ask("/livez")
          return answer.status == 503 && answer.body.contains("\"name\":\"stuck\"")
        }
        end.finish()
        try await hanging
        #expect(try await process.ask("/livez").status == 200)
      }
    }
  }
}
