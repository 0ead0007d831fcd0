import Delivery
import EventModel
import RedisClient
import Streams
import TestSupport
import Testing
import Workers

/// Groups and streams that vanish under a working fleet (point 3 of the delivery guarantees).
@Suite(.timeLimit(.minutes(10))) struct VanishedStreamTests {
  private let group = ConsumerGroup.outcomeWorkers.rawValue

  private func recordedCount(_ fleet: TestFleet) async throws -> String {
    try await fleet.execute("SELECT count(*) FROM learning.events")
  }

  /// Reads of groups that Redis was asked for since it started.
  private func readCount(_ fleet: TestFleet) async throws -> Int {
    let statistics = try await fleet.redis.send(ServerInfo(section: "commandstats"))["cmdstat_xreadgroup"] ?? ""
    return Int(statistics.prefix { $0 != "," }.drop { $0 != "=" }.dropFirst()) ?? 0
  }

  /// With the waits of production.
  private func process(_ fleet: TestFleet) throws -> TestFleet.Shown {
    var redis = try fleet.context().redis
    redis.backoff = RedisBackoff()
    return try fleet.shown("worker", ["reckoner.discovery.seconds": "2"], redis: redis)
  }

  @Test(arguments: ["XGROUP DESTROY", "DEL", "FLUSHALL", "restart without data"])
  func `a worker is back at work within five seconds`(fault: String) async throws {
    try await TestFleet.with { fleet in
      let process = try process(fleet)
      let worker = OutcomeWorker(context: process.context)
      try await fleet.publish((0..<50).map { .action($0, tenant: 1 + $0 % 5) })
      try await fleet.during(worker) {
        try await Wait.until("the first are recorded") { try await recordedCount(fleet) == "50" }
        let keys = try await StreamDirectory.find(.outcomeWorkers, redis: fleet.redis)
        switch fault {
        case "FLUSHALL": _ = try await fleet.redis.send(FlushAll())
        case "DEL": for key in keys { _ = try await fleet.redis.send(RawCommand(["DEL", key.text])) }
        case "restart without data":
          fleet.redisServer.kill()
          try await fleet.redisServer.restart()
        default:
          for key in keys { _ = try await fleet.redis.send(StreamGroupDestroy(key: key.text, group: group)) }
        }
        let returned = ContinuousClock.now
        try await fleet.publish((50..<100).map { .action($0, tenant: 1 + $0 % 5) })
        try await Wait.until("it is back", within: .seconds(20)) { try await recordedCount(fleet) == "100" }
        let pause = ContinuousClock.now - returned
        #expect(pause < .seconds(5), "back at work after \(pause)")
        let recreated = "reckoner_group_recreated_total{stream=\"agent.action\"}"
        try await Wait.until("it is counted") { try await process.ask("/metrics").samples[recreated] ?? 0 > 0 }
      }
      #expect(worker.work.applied == 100, "nothing double")
      try await fleet.settle()
      #expect(try await fleet.verify().found == [:])
      #expect(try await fleet.letters().isEmpty)
    }
  }

  @Test func `a group that is destroyed again and again makes no hot loop`() async throws {
    try await TestFleet.with { fleet in
      let worker = OutcomeWorker(context: try fleet.context("worker"))
      try await fleet.publish([.action(1)])
      try await fleet.during(worker) {
        try await Wait.until("it works") { try await recordedCount(fleet) == "1" }
        let before = try await readCount(fleet)
        let start = ContinuousClock.now
        let key = TestEvent.action(1).key.text
        while ContinuousClock.now - start < .seconds(4) {
          _ = try await fleet.redis.send(StreamGroupDestroy(key: key, group: group))
        }
        let rate = Double(try await readCount(fleet) - before) / 4
        #expect(rate < 20, "\(rate) reads a second of one lane")
      }
    }
  }

  @Test func `a key that becomes another type stops nobody, and is read again when it is a stream`() async throws {
    try await TestFleet.with { fleet in
      let worker = OutcomeWorker(context: try fleet.context("worker"))
      try await fleet.publish([.action(1, tenant: 1), .action(2, tenant: 2)])
      try await fleet.during(worker) {
        try await Wait.until("it works") { try await recordedCount(fleet) == "2" }
        let key = TestEvent.action(1, tenant: 1).key.text
        _ = try await fleet.redis.send(RawCommand(["DEL", key]))
        _ = try await fleet.redis.send(RawCommand(["SET", key, "not a stream"]))
        try await fleet.publish([.action(3, tenant: 2)])
        try await Wait.until("the other tenant goes on", within: .seconds(20)) { try await recordedCount(fleet) == "3" }
        _ = try await fleet.redis.send(RawCommand(["DEL", key]))
        try await fleet.publish([.action(4, tenant: 1)])
        try await Wait.until("the tenant is back", within: .seconds(20)) { try await recordedCount(fleet) == "4" }
      }
    }
  }
}
