import Delivery
import EventModel
import RedisClient
import Streams
import Telemetry
import TestSupport
import Testing
import Workers

/// Entries that can't be applied reach the dead letters, whatever stands in the way, and nothing waits for them.
@Suite(.timeLimit(.minutes(10))) struct BurialTests {
  private let key = StreamKey(.agentAction, tenant: TestEvent.tenant(1))
  private let group = ConsumerGroup.outcomeWorkers.rawValue
  private static let malformed = TestEvent.action(10_000).with("timestamp", "yesterday")

  private func pending(_ fleet: TestFleet) async throws -> [StreamPendingEntries.Entry] {
    do throws(RedisError) {
      return try await fleet.redis.send(StreamPendingEntries(key: key.text, group: group, count: 1000))
    } catch {
      // The worker hasn't made its group yet.
      if error.code == .server("NOGROUP") { return [] }
      throw error
    }
  }

  private func waitForEvents(_ count: Int, _ fleet: TestFleet) async throws {
    try await Wait.until("\(count) events are recorded") {
      try await fleet.execute("SELECT count(*) FROM learning.events") == "\(count)"
    }
  }

  @Test func `a malformed entry that is trimmed while its worker waits for PostgreSQL becomes a letter`() async throws {
    try await TestFleet.withOwnServers { fleet in
      fleet.postgresServer.halt(.immediate)
      try await fleet.publish((0..<5).map { .action($0) } + [Self.malformed])
      let worker = OutcomeWorker(context: try fleet.context("worker"))
      try await fleet.during(worker) {
        try await Wait.until("the lane holds them") { try await pending(fleet).count == 6 }
        _ = try await fleet.redis.send(StreamTrim(key: key.text, .length(0, exactly: true)))
        // Heartbeats came and went, and the time after which a silent consumer loses its entries.
        try await Wait.until("they are idle") { try await pending(fleet).allSatisfy { $0.idle > .seconds(3) } }
        #expect(try await pending(fleet).count == 6)
        try await fleet.postgresServer.launch()
        try await waitForEvents(5, fleet)
        try await Wait.until("nothing is pending") { try await pending(fleet).isEmpty }
      }
      #expect(try await fleet.letters().map(\.reason) == ["invalid_field"])
      let work = worker.work
      #expect(work.deadLettered == 1 && work.gone == 0 && work.notOwned == 0, "\(work)")
    }
  }

  @Test func `the retry of an entry that is trimmed is counted as gone`() async throws {
    try await TestFleet.with { fleet in
      try await fleet.execute(
        "ALTER TABLE learning.events ADD CONSTRAINT poison CHECK (event_id <> '\(TestEvent.eventID(0))') NOT VALID"
      )
      try await fleet.publish([.action(0)])
      let context = try fleet.context("worker")
      let worker = OutcomeWorker(context: context)
      try await fleet.during(worker) {
        try await Wait.until("it failed alone") { worker.work.failed == 1 }
        _ = try await fleet.redis.send(StreamTrim(key: key.text, .length(0, exactly: true)))
        try await Wait.until("it is gone") { worker.work.gone == 1 }
      }
      #expect(context.metrics.exposition().contains("reckoner_events_gone_total{stream=\"agent.action\"} 1\n"))
      #expect(try await pending(fleet).isEmpty)
    }
  }

  @Test(arguments: [\StreamKey.deadLetterText, \StreamKey.deadLetterIndexText])
  func `where a foreign key stands in the way of letters, everything else goes on, and they are buried when it is gone`(
    foreign: any KeyPath<StreamKey, String> & Sendable
  ) async throws {
    try await TestFleet.with { fleet in
      _ = try await fleet.redis.send(StringSet(key: key[keyPath: foreign], value: [1]))
      try await fleet.publish((0..<20).map { .action($0) } + [Self.malformed] + (20..<40).map { .action($0) })
      // The retry of the burial is refused before the others are taken over.
      let flags = ["reckoner.batch.size": "10", "reckoner.reclaim.idle.seconds": "3"]
      let worker = OutcomeWorker(context: try fleet.context("worker", flags))
      try await leaveBehind(10, fleet)
      try await fleet.during(worker) {
        try await waitForEvents(40, fleet)
        try await Wait.until("the good ones are acknowledged") { try await pending(fleet).count == 1 }
        #expect(worker.work.reclaimed == 10)
        try await fleet.publish((40..<60).map { .action($0) })
        try await waitForEvents(60, fleet)
        try await Wait.until("the lane goes on") { try await pending(fleet).count == 1 }
        _ = try await fleet.redis.send(KeyDelete(keys: [key[keyPath: foreign]]))
        try await Wait.until("it is buried") { try await pending(fleet).isEmpty }
      }
      #expect(worker.work.deadLettered == 1)
      try await fleet.settle()
      let report = try await fleet.verify()
      #expect(report.found == [:] && report.entries.dead == 1 && report.entries.applied == 60)
    }
  }

  @Test func `whether what is given up was applied is asked again when PostgreSQL is back`() async throws {
    try await TestFleet.withOwnServers { fleet in
      try await fleet.publish([.action(0)])
      try await fleet.settle()
      // The same event again: its worker died after the commit, three times, while it was alone.
      try await fleet.publish([.action(0)])
      let read = StreamReadGroup(group: group, consumer: "ghost", keys: [key.text])
      let id = try #require(try await fleet.redis.send(read).first?.entries.first?.id)
      let claim = ["XCLAIM", key.text, group, "ghost", "0", "\(id)", "IDLE", "60000", "RETRYCOUNT", "103", "JUSTID"]
      _ = try await fleet.redis.send(RawCommand(claim))
      fleet.postgresServer.halt(.immediate)
      let faults = FaultCounter()
      let worker = OutcomeWorker(context: try fleet.context("worker", logger: faults.logger))
      try await fleet.during(worker) {
        try await Wait.until("it is buried") { try await fleet.letters().map(\.reason) == ["delivery_limit"] }
        try await Wait.until("the question has failed") {
          faults.last.contains { $0.hasPrefix("redelivery interrupted") }
        }
        try await fleet.postgresServer.launch()
        try await Wait.until("its letter is withdrawn") { try await fleet.letters().isEmpty }
      }
      let report = try await fleet.verify()
      #expect(report.found == [:] && report.entries.applied == 2)
    }
  }

  @Test func `a lane whose charge is refused goes on with its batch when Redis takes charges again`() async throws {
    try await TestFleet.with { fleet in
      try await fleet.execute(
        "ALTER TABLE learning.events ADD CONSTRAINT poison CHECK (event_id <> '\(TestEvent.eventID(3))') NOT VALID"
      )
      try await fleet.publish((0..<40).map { .action($0) })
      // Nothing but the records of trials is refused.
      _ = try await fleet.redis.send(RawCommand(["ACL", "SETUSER", "default", "-xclaim"])).success()
      let flags = ["reckoner.reclaim.idle.seconds": "600", "reckoner.roles": "ingest"]
      let worker = OutcomeWorker(context: try fleet.context("worker", flags))
      try await fleet.during(worker) {
        try await waitForEvents(3, fleet)
        try await Wait.until("a charge was refused") {
          let calls = try await fleet.redis.send(ServerInfo(section: "errorstats"))
          return calls.keys.contains { $0.hasPrefix("errorstat_ERR") || $0.hasPrefix("errorstat_NOPERM") }
        }
        _ = try await fleet.redis.send(RawCommand(["ACL", "SETUSER", "default", "+xclaim"])).success()
        try await waitForEvents(39, fleet)
      }
    }
  }

  @Test func `attempts survive restarts: an entry fails at once and after 1, 4 and 16 seconds, and is then buried`()
    async throws
  {
    try await TestFleet.with { fleet in
      try await fleet.execute(
        "ALTER TABLE learning.events ADD CONSTRAINT poison CHECK (event_id <> '\(TestEvent.eventID(0))') NOT VALID"
      )
      try await fleet.publish([.action(0), .action(1)])
      var failures: [ContinuousClock.Instant] = []
      for attempt in 1...4 {
        let worker = OutcomeWorker(context: try fleet.context("worker-\(attempt)"))
        try await fleet.during(worker) {
          try await Wait.until("failure \(attempt)", within: .seconds(60)) {
            if attempt < 4 { return worker.work.failed == 1 }
            return worker.work.deadLettered == 1
          }
        }
        failures.append(.now)
        let counts = try await pending(fleet).map(\.deliveryCount)
        #expect(counts == (attempt < 4 ? [100 + 10 * attempt] : []))
      }
      let waits = zip(failures.dropFirst(), failures).map { $0 - $1 }
      for (wait, delay) in zip(waits, TrialRecord.retryDelays) {
        #expect(wait > delay * (1 - TrialRecord.retryJitter) - .milliseconds(500), "\(waits)")
      }
      #expect(try await fleet.letters().map(\.reason) == ["processing_failed"])
      try await waitForEvents(1, fleet)
      #expect(try await fleet.verify().entries.dead == 1)
    }
  }

  /// Gives the first entries to a consumer that is gone.
  private func leaveBehind(_ count: Int, _ fleet: TestFleet) async throws {
    _ = try await fleet.redis.send(StreamGroupCreate(key: key.text, group: group, position: .after(.minimum)))
    let read = StreamReadGroup(group: group, consumer: "ghost", keys: [key.text], count: count)
    #expect(try await fleet.redis.send(read).first?.entries.count == count)
  }
}
