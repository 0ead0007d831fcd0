import Delivery
import EventModel
import RedisClient
import Resolution
import Simulation
import Streams
import Synchronization
import TestSupport
import Testing
import Workers

/// A healthy fleet in full motion never raises an alarm, whatever it is doing at the moment of each look.
@Suite(.timeLimit(.minutes(10))) struct VerificationLoadTests {
  private static let seed: UInt64 = 20_260_212
  private static let lookCount = 10
  private static let flags = ["reckoner.batch.size": "40", "reckoner.lanes": "2"]

  @Test("verifications one after the other beside workers, aggregators, sweeps, settings, refusals and lost groups")
  func busy() async throws {
    try await TestFleet.with { fleet in
      let world = try FleetWorld(seed: Self.seed)
      try await fleet.set(world.settings)
      let isOver = Flag()
      var publishedCount = 0
      try await withThrowingTaskGroup { group in
        for number in 0..<2 {
          let worker = OutcomeWorker(context: try fleet.context("worker-\(number)", Self.flags))
          group.addTask { try await Self.untilCancelled { try await worker.run(drains: false) } }
          let aggregator = CalibrationAggregator(context: try fleet.context("aggregator-\(number)", Self.flags))
          group.addTask { try await Self.untilCancelled { try await aggregator.run(drains: false) } }
        }
        let publisher = Task { try await Self.publish(world, to: fleet, until: isOver) }
        defer { publisher.cancel() }
        group.addTask {
          try await Self.untilCancelled {
            while !isOver.isRaised { try await Self.disturb(fleet) }
          }
        }
        var movingCount = 0
        for look in 0..<Self.lookCount {
          let report = try await fleet.verify()
          #expect(report.holds, "seed \(Self.seed), look \(look): \(report.problems)")
          let waiting = [report.entries, report.calibrationEntries].reduce(0) { $0 + $1.pending + $1.unread }
          if waiting + report.samplesOnTheirWay > 0 { movingCount += 1 }
        }
        isOver.raise()
        publishedCount = try await publisher.value
        // A look at a fleet at rest proves nothing.
        #expect(movingCount > Self.lookCount / 2)
        group.cancelAll()
        try await group.waitForAll()
      }
      try await fleet.settle()
      let report = try await fleet.verify()
      #expect(report.holds, "\(report.problems)")
      #expect(report.recordedEvents == publishedCount && report.entries.dead > 0)
    }
  }

  private static func id(of event: TestEvent) -> String {
    let field = event.fields.first { $0.name.elementsEqual("event_id".utf8) }
    return String(decoding: field?.value ?? [], as: UTF8.self)
  }

  /// Publishes the world again and again under other ids, in parts, with repetitions and with entries that are refused,
  /// never far ahead of the fleet.
  /// - Returns: how many different events.
  private static func publish(_ world: FleetWorld, to fleet: TestFleet, until isOver: Flag) async throws -> Int {
    var generator = SeededGenerator(seed: seed)
    var publishedCount = 0
    // Every event folds its whole conversation again: more of them would only slow the fleet down.
    for copy in 0..<6 {
      let prefix = (copy < 16 ? "0" : "") + String(copy, radix: 16)
      var left = world.events.shuffled(using: &generator).map {
        $0.with("event_id", prefix + id(of: $0).dropFirst(2))
      }[...]
      while !left.isEmpty {
        if isOver.isRaised { return publishedCount }
        let part = left.prefix(generator.pick([1, 20, 60]))
        try await fleet.publish(part + part.filter { _ in generator.chance(20) })
        try await fleet.publish(part.filter { _ in generator.chance(5) }.map { $0.with("data", "not json") })
        left = left.dropFirst(part.count)
        publishedCount += part.count
        try await Wait.until("most of it is recorded") {
          let count = Int(try await fleet.execute("SELECT count(*) FROM learning.events")) ?? 0
          return isOver.isRaised || count > publishedCount - 300
        }
      }
    }
    return publishedCount
  }

  /// Closes windows, changes what follows from everything, and lets a group vanish.
  private static func disturb(_ fleet: TestFleet) async throws {
    try await fleet.sweep(asOf: TestEvent.start + .days(30))
    let settings = TenantSettings(of: TestEvent.tenant(3), in: fleet.postgres)
    for value in ["\"linear\"", "\"last_touch\""] {
      try await settings.set(.resolution(.attributionModel), to: value, now: TestFleet.now)
      try await Wait.until("the change is worked off") {
        try await fleet.execute("SELECT count(*) FROM learning.due_conversations") == "0"
      }
    }
    for group in ConsumerGroup.allCases {
      for key in try await StreamDirectory.find(group, redis: fleet.redis).prefix(2) {
        _ = try await fleet.redis.send(StreamGroupDestroy(key: key.text, group: group.rawValue))
      }
    }
  }

  private static func untilCancelled(_ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch {
      if !Task.isCancelled { throw error }
    }
  }
}

/// Says once that something is over.
private final class Flag: Sendable {
  private let raised = Mutex(false)

  var isRaised: Bool { raised.withLock { $0 } }

  func raise() { raised.withLock { $0 = true } }
}
