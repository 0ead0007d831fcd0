import Delivery
import EventModel
import RedisClient
import Streams
import Telemetry
import TestSupport
import Testing

@testable import Workers

@Suite(.timeLimit(.minutes(10))) struct BacklogMeterTests {
  private static let group = ConsumerGroup.outcomeWorkers

  /// A meter over the streams of a fleet, and what it showed last.
  private struct Look {
    let fleet: TestFleet
    let directory: StreamDirectory
    let metrics: StreamMetrics
    let meter: BacklogMeter

    init(_ fleet: TestFleet) {
      self.fleet = fleet
      directory = StreamDirectory(group: group, redis: fleet.redis)
      metrics = StreamMetrics(.agentAction, registry: PrometheusRegistry())
      meter = BacklogMeter(directory: directory, group: group, redis: fleet.redis, metrics: [.agentAction: metrics])
    }

    /// The truth that must be shown, or nothing.
    func expectRightOrUnknown(_ unread: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws {
      try await meter.measure()
      let shown = metrics.backlogEntries.value
      #expect(shown == nil || shown == Double(unread), sourceLocation: sourceLocation)
      #expect(metrics.backlogKnown.value == (shown == nil ? 0 : 1), sourceLocation: sourceLocation)
    }

    func expectRight(_ unread: Int, sourceLocation: SourceLocation = #_sourceLocation) async throws {
      try await meter.measure()
      #expect(metrics.backlogEntries.value == Double(unread), sourceLocation: sourceLocation)
      #expect(metrics.backlogKnown.value == 1, sourceLocation: sourceLocation)
    }
  }

  @Test("the backlog is right, or said to be unknown, after XDEL and XTRIM")
  func deletions() async throws {
    try await TestFleet.with { fleet in
      let look = Look(fleet)
      try await look.directory.refresh()
      try await look.expectRight(0)
      let key = TestEvent.action(0).key.text
      try await fleet.publish((0..<1500).map { .action($0, conversation: $0) })
      try await look.directory.refresh()
      try await look.expectRightOrUnknown(1500)
      let ids = try await fleet.redis.send(StreamRange(key: key)).map(\.id)
      _ = try await fleet.redis.send(StreamDelete(key: key, ids: [ids[700], ids[701]]))
      try await look.expectRightOrUnknown(1498)
      let read = StreamReadGroup(group: Self.group.rawValue, consumer: "a", keys: [key], count: 600)
      _ = try await fleet.redis.send(read)
      try await look.expectRight(898)
      #expect(look.metrics.pendingEntries.value == 600)
      _ = try await fleet.redis.send(RawCommand(["XTRIM", key, "MAXLEN", "100"]))
      try await look.expectRight(100)
      _ = try await fleet.redis.send(read)
      try await look.expectRight(0)
      #expect(look.metrics.pendingEntries.value == 700)
    }
  }

  @Test("a part of the streams being unknown makes the sum unknown, and never a smaller one")
  func partlyUnknown() async throws {
    try await TestFleet.with { fleet in
      let look = Look(fleet)
      try await fleet.publish((0..<20).map { .action($0, tenant: 1 + $0 % 2) })
      try await look.directory.refresh()
      try await look.expectRight(20)
      let key = TestEvent.action(0, tenant: 2).key.text
      _ = try await fleet.redis.send(StreamGroupDestroy(key: key, group: Self.group.rawValue))
      try await look.meter.measure()
      #expect(look.metrics.backlogKnown.value == 0)
      #expect(look.metrics.backlogEntries.value == nil && look.metrics.pendingEntries.value == nil)
    }
  }

  @Test("before anybody has looked for streams nothing is known, not even that there are none")
  func beforeDiscovery() async throws {
    try await TestFleet.with { fleet in
      let look = Look(fleet)
      try await look.meter.measure()
      #expect(look.metrics.backlogKnown.value == 0 && look.metrics.backlogEntries.value == nil)
    }
  }

  @Test("the age is the oldest waiting entry's, read or unread, by the clock of Redis")
  func age() async throws {
    try await TestFleet.with { fleet in
      let look = Look(fleet)
      let key = TestEvent.action(0).key.text
      let now = try await fleet.redis.send(ServerTime()) / 1000
      for (seconds, number) in [(300, 1), (200, 2), (100, 3)] {
        let id = "\(now - Int64(seconds) * 1000)-0"
        _ = try await fleet.redis.send(RawCommand(["XADD", key, id, "n", "\(number)"]))
      }
      try await look.directory.refresh()
      let age = { () async throws -> Double in
        try await look.meter.measure()
        return try #require(look.metrics.oldestEntryAge.value)
      }
      #expect((300..<360).contains(try await age()))
      let entries = try await fleet.redis.send(StreamRange(key: key))
      _ = try await fleet.redis.send(
        StreamReadGroup(group: Self.group.rawValue, consumer: "a", keys: [key], count: 2)
      )
      #expect((300..<360).contains(try await age()), "given out and not acknowledged")
      _ = try await fleet.redis.send(
        StreamAcknowledge(key: key, group: Self.group.rawValue, ids: entries.prefix(2).map(\.id))
      )
      #expect((100..<160).contains(try await age()))
      _ = try await fleet.redis.send(
        StreamReadGroup(group: Self.group.rawValue, consumer: "a", keys: [key], count: 2)
      )
      _ = try await fleet.redis.send(StreamAcknowledge(key: key, group: Self.group.rawValue, ids: [entries[2].id]))
      #expect(try await age() == 0)
    }
  }
}
