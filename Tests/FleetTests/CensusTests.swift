import Delivery
import EventModel
import RedisClient
import Streams
import Telemetry
import TestSupport
import Testing
import Workers

@Suite(.timeLimit(.minutes(10))) struct CensusTests {
  private static let stream = StreamKey(.agentAction, tenant: TestEvent.tenant(1))

  private func run(_ fleet: TestFleet, _ flags: [String: String] = [:]) async throws -> WorkCounters.Values {
    let worker = OutcomeWorker(context: try fleet.context("worker", flags))
    try await worker.run(drains: true)
    return worker.work
  }

  @Test("unread events that a producer's MAXLEN cut off are counted, once, and shown")
  func cutOff() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(0)])
      #expect(try await run(fleet).trimmedUnread.isEmpty)
      try await fleet.publish((1...100).map { .action($0) })
      _ = try await fleet.redis.send(StreamTrim(key: Self.stream.text, .length(30, exactly: true)))
      let process = try fleet.shown()
      let worker = OutcomeWorker(context: process.context)
      try await worker.run(drains: true)
      #expect(worker.work.trimmedUnread == [.agentAction: 70])
      let metrics = process.context.metrics.exposition()
      #expect(metrics.contains("reckoner_events_trimmed_unread_total{stream=\"agent.action\"} 70\n"))
      #expect(try await run(fleet).trimmedUnread.isEmpty)
      let status = FleetStatusReader(
        redis: fleet.redis,
        postgres: fleet.postgres,
        tenant: nil,
        clock: WallClock { TestFleet.now }
      )
      let streams = try await status.read().streams.get()
      #expect(streams.filter { $0.lostCount > 0 }.map { "\($0.key) \($0.lostCount)" } == ["\(Self.stream) 70"])
      let report = try await fleet.verify()
      #expect(report.found == [:] && report.recordedEvents == 31)
    }
  }

  @Test("trimming of our own removes what is acknowledged, and costs nobody anything")
  func trimming() async throws {
    try await TestFleet.with { fleet in
      _ = try await fleet.redis.send(RawCommand(["CONFIG", "SET", "stream-node-max-entries", "10"]))
      try await fleet.publish((0..<200).map { .action($0) })
      try await fleet.settle()
      #expect(try await fleet.redis.send(StreamLength(key: Self.stream.text)) == 200)
      // Somebody else reads along, and has come half way.
      _ = try await fleet.redis.send(StreamGroupCreate(key: Self.stream.text, group: "somebody"))
      let half = StreamReadGroup(group: "somebody", consumer: "c", keys: [Self.stream.text], count: 100)
      let read = try await fleet.redis.send(half).flatMap { $0.entries.map(\.id) }
      _ = try await fleet.redis.send(
        StreamAcknowledge(key: Self.stream.text, group: "somebody", ids: Array(read.prefix(50)))
      )
      try await fleet.publish([.reply(1000)])
      try await trimUntil(fleet, length: 150)
      _ = try await fleet.redis.send(StreamGroupDestroy(key: Self.stream.text, group: "somebody"))
      try await trimUntil(fleet, length: 10)
      let report = try await fleet.verify()
      #expect(report.found == [:] && report.recordedEvents == 201)
      let backlog = try await StreamBacklog(of: Self.stream, group: .outcomeWorkers, redis: fleet.redis)
      #expect(backlog?.lostCount == 0 && backlog?.unreadCount == 0)
    }
  }

  private func trimUntil(_ fleet: TestFleet, length: Int) async throws {
    try await Wait.until("the stream is short") {
      _ = try await run(fleet, ["reckoner.trim.after.hours": "0.0001"])
      let found = try await fleet.redis.send(StreamLength(key: Self.stream.text))
      #expect(found >= length - 9, "more is gone than everybody acknowledged")
      return found <= length
    }
  }

  @Test("a worker that ends in good order leaves no name behind, and a name with pending entries stays")
  func names() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish((0..<50).map { .action($0) })
      try await StreamDirectory(group: .outcomeWorkers, redis: fleet.redis).createGroups(of: [Self.stream])
      let group = ConsumerGroup.outcomeWorkers.rawValue
      let read = StreamReadGroup(group: group, consumer: "dead", keys: [Self.stream.text], count: 5)
      _ = try await fleet.redis.send(read)
      // So many were taken by a consumer that isn't silent for long enough.
      try await fleet.drainWorkers(2, ["reckoner.reclaim.idle.seconds": "1"])
      let left = try await fleet.redis.send(StreamConsumers(key: Self.stream.text, group: group))
      #expect(left.map(\.name) == ["dead"] && left.map(\.pendingCount) == [0])
      #expect(try await fleet.verify().recordedEvents == 50)
    }
  }

  @Test("a worker that is told to stop in the midst of its work leaves no name behind either")
  func busyNames() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish((0..<6000).map { .action($0, conversation: $0 % 50) })
      let flags = ["reckoner.batch.size": "50", "reckoner.lanes": "2", "reckoner.roles": "ingest"]
      for round in 1...4 {
        let worker = OutcomeWorker(context: try fleet.context("busy-\(round)", flags))
        try await fleet.during(worker) {
          try await Wait.until("it works") { worker.work.applied >= 100 }
        }
        let group = ConsumerGroup.outcomeWorkers.rawValue
        let left = try await fleet.redis.send(StreamConsumers(key: Self.stream.text, group: group))
        #expect(left.isEmpty, "round \(round): \(left)")
        #expect(worker.work.applied < 6000)
      }
    }
  }
}
