import Delivery
import EventModel
import RedisClient
import Streams
import TestSupport
import Testing

@testable import Workers

/// A Redis that has no memory left takes nothing, and still gives: what waits for it is kept in PostgreSQL, or pending.
@Suite(.timeLimit(.minutes(10))) struct RedisMemoryTests {
  private static let conversationCount = 150
  private static let malformedCount = 7
  private static let flags = [
    "reckoner.batch.size": "20", "reckoner.lanes": "1",
  ]

  private static let events = (0..<conversationCount).flatMap { number in
    [TestEvent.action(2 * number, conversation: number), TestEvent.reply(2 * number + 1, conversation: number)]
  }

  private static let malformed = (0..<malformedCount).map { number in
    TestEvent.action(10_000 + number).with("timestamp", "yesterday")
  }

  private func set(_ parameter: String, _ value: String, _ fleet: TestFleet) async throws {
    _ = try await fleet.redis.send(RawCommand(["CONFIG", "SET", parameter, value])).success()
  }

  private func refusedCount(_ fleet: TestFleet) async throws -> Int {
    let errors = try await fleet.redis.send(ServerInfo(section: "errorstats"))
    return errors["errorstat_OOM"].flatMap { Int($0.dropFirst("count=".count)) } ?? 0
  }

  @Test(arguments: ["1mb", "1"])
  func `at maxmemory ingestion goes on, the outbox and the burials wait, and nothing is lost`(
    limit: String
  ) async throws {
    try await TestFleet.with { fleet in
      // The malformed ones in the midst: those behind them are there, and must not wait with them.
      try await fleet.publish(Self.events.prefix(100))
      try await fleet.publish(Self.malformed)
      try await fleet.publish(Self.events.dropFirst(100))
      try await StreamDirectory(group: .outcomeWorkers, redis: fleet.redis).refresh()
      let ballast = [UInt8](repeating: 0, count: 1 << 20)
      let field = RedisField(name: Array("bytes".utf8), value: ballast)
      _ = try await fleet.redis.send(StreamAdd(key: "ballast", fields: [field]))
      try await set("maxmemory-policy", "noeviction", fleet)
      try await set("maxmemory", limit, fleet)
      let faults = FaultCounter()
      let standard = try fleet.context("worker", Self.flags)
      var redis = standard.redis
      redis.backoff = RedisBackoff()
      let context = FleetContext(
        redis: redis,
        postgres: standard.postgres,
        settings: standard.settings,
        clock: standard.clock,
        logger: faults.logger,
        instance: standard.instance
      )
      let worker = OutcomeWorker(context: context)
      try await Processes([WorkerProcess(worker: worker)], faults).run {
        try await Wait.until("all is recorded") {
          try await fleet.execute("SELECT count(*) FROM learning.events") == "\(Self.events.count)"
        }
        try await expectPatience(fleet)
        try await set("maxmemory", "0", fleet)
        let returned = ContinuousClock.now
        try await Wait.until("the outbox is empty and the letters are buried") {
          let outbox = try await fleet.execute("SELECT count(*) FROM learning.outbox_messages")
          if outbox != "0" { return false }
          let letterCount = try await fleet.letters().count
          return try await fleet.pendingCount() == 0 && letterCount == Self.malformedCount
        }
        let pause = ContinuousClock.now - returned
        #expect(pause < .seconds(5), "back to work after \(pause)")
      }
      try await fleet.settle()
      let report = try await fleet.verify()
      #expect(report.found == [:])
      #expect(report.recordedEvents == Self.events.count && report.samples == Self.conversationCount)
      #expect(report.entries.dead == Self.malformedCount && report.entries.pending == 0)
    }
  }

  /// While there is no memory: what is to be published stays, nobody is charged, and Redis isn't asked all the time.
  private func expectPatience(_ fleet: TestFleet) async throws {
    let start = ContinuousClock.now
    let refusedBefore = try await refusedCount(fleet)
    try await Wait.until("some time has passed") { ContinuousClock.now - start > .seconds(3) }
    let rate = Double(try await refusedCount(fleet) - refusedBefore) / ((ContinuousClock.now - start) / .seconds(1))
    #expect(rate > 0 && rate < 1000, "\(rate) refused commands a second: the relay offers its whole batch each time")
    let waiting = try await fleet.execute("SELECT count(*) FROM learning.outbox_messages")
    #expect(waiting == "\(Self.conversationCount)")
    #expect(try await fleet.letters().isEmpty)
    for key in try await StreamDirectory.find(.outcomeWorkers, redis: fleet.redis) {
      let pending = try await fleet.redis.send(
        StreamPendingEntries(key: key.text, group: ConsumerGroup.outcomeWorkers.rawValue, count: 1000)
      )
      #expect(pending.allSatisfy { $0.deliveryCount == 1 }, "\(pending.map(\.deliveryCount))")
    }
  }
}
