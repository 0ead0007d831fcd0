import Delivery
import EventModel
import RedisClient
import Streams
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct StreamDirectoryTests {
  @Test("groups begin at the first entry, and the shared streams exist before anybody writes to them")
  func beginning() async throws {
    try await TestStreams.with { streams in
      let key = StreamKey(.agentAction, tenant: tenant(1))
      try await streams.add(0..<3, to: key.text)
      let directory = StreamDirectory(group: .outcomeWorkers, redis: streams.redis)
      let found = Set(try await directory.refresh().map(\.text))
      #expect(found == [key.text, "events:agent.action", "events:customer.reply", "events:deal.stage"])
      #expect(Set(directory.keys.map(\.text)) == found)
      for text in found {
        let groups = try await streams.redis.send(StreamGroups(key: text))
        #expect(groups.map(\.name) == ["outcome-workers"])
        #expect(groups.first?.lastDeliveredID == .minimum)
      }
    }
  }

  @Test("a group that exists stays where it is")
  func busyGroup() async throws {
    try await TestStreams.with { streams in
      let key = StreamKey(.agentAction, tenant: tenant(1))
      let ids = try await streams.add(0..<3, to: key.text)
      try await streams.leavePending(key, consumer: "somebody")
      try await StreamDirectory(group: .outcomeWorkers, redis: streams.redis).refresh()
      try await StreamDirectory(group: .outcomeWorkers, redis: streams.redis).createGroups(of: [key])
      let group = try await streams.redis.send(StreamGroups(key: key.text)).first
      #expect(group?.lastDeliveredID == ids.last)
      #expect(group?.pendingCount == 3)
    }
  }

  @Test("a new tenant's stream is found by the next look, and only then called new")
  func newTenant() async throws {
    try await TestStreams.with { streams in
      let directory = StreamDirectory(group: .outcomeWorkers, redis: streams.redis)
      #expect(try await directory.refresh().count == 3)
      #expect(try await directory.refresh().isEmpty)
      let key = StreamKey(.dealStage, tenant: tenant(7))
      try await streams.add(0..<1, to: key.text)
      #expect(try await directory.refresh() == [key])
      #expect(try await directory.refresh().isEmpty)
      #expect(directory.keys.count == 4)
    }
  }

  @Test("both forms of both kinds of key are read together")
  func forms() async throws {
    try await TestStreams.with { streams in
      let texts = [
        "t:\(tenant(1)):events:agent.action", "t:{\(tenant(1))}:events:agent.action", "events:agent.action",
        "events:{agent.action}",
      ]
      for (number, text) in texts.enumerated() { try await streams.add(number..<number + 1, to: text) }
      var reader = try await streams.reader("reader")
      let entries = try await reader.next(block: .milliseconds(10))
      #expect(Set(entries.map(\.key.text)) == Set(texts))
      #expect(Set(entries.compactMap(\.number)) == [0, 1, 2, 3])
      #expect(Set(entries.map(\.key.tenant)) == [tenant(1), nil])
    }
  }

  @Test("keys that are no stream of the group's are left alone")
  func foreignKeys() async throws {
    try await TestStreams.with { streams in
      let upperCase = "t:\(tenant(0xABCD).description.uppercased()):events:agent.action"
      let foreign = [
        upperCase, "t:nobody:events:agent.action", "t:\(tenant(1)):events:agent.actions",
        "t:\(tenant(1)):events:agent.action:dlq", "t:\(tenant(1)):events:calibration.updated",
        "t:\(tenant(1)):events:calibration.adjusted", "events:outcome.resolved", "other:events:agent.action",
        "events:agent.action:dlq", "events:{agent.action", "prefix:t:\(tenant(1)):events:agent.action",
      ]
      for text in foreign { try await streams.add(0..<1, to: text) }
      // The right name, but no stream.
      _ = try await streams.redis.send(RawCommand(["SET", "t:\(tenant(2)):events:agent.action", "text"]))
      let directory = StreamDirectory(group: .outcomeWorkers, redis: streams.redis)
      #expect(Set(try await directory.refresh().map(\.tenant)) == [nil])
      for text in foreign { #expect(try await streams.redis.send(StreamGroups(key: text)).isEmpty, "\(text)") }
    }
  }

  @Test("aggregators read the samples of every tenant and nothing else")
  func aggregators() async throws {
    try await TestStreams.with { streams in
      for type in EventType.allCases { try await streams.add(0..<1, to: StreamKey(type, tenant: tenant(1)).text) }
      let directory = StreamDirectory(group: .calibrationAggregators, redis: streams.redis)
      #expect(try await directory.refresh() == [StreamKey(.calibrationUpdated, tenant: tenant(1))])
    }
  }

  @Test("a stream whose group vanished is not drained: it is read again from its beginning", arguments: [false, true])
  func vanished(streamToo: Bool) async throws {
    try await TestStreams.with { streams in
      let key = StreamKey(.agentAction, tenant: tenant(1))
      try await streams.add(0..<1, to: key.text)
      var reader = try await streams.reader("reader")
      let directory = StreamDirectory(group: .outcomeWorkers, redis: streams.redis)
      reader.acknowledge(try await reader.next(block: .milliseconds(10)))
      try await reader.flush()
      #expect(try await directory.isDrained(over: streams.redis))
      if streamToo {
        _ = try await streams.redis.send(FlushAll())
      } else {
        _ = try await streams.redis.send(StreamGroupDestroy(key: key.text, group: "outcome-workers"))
      }
      try await streams.add(1..<2, to: key.text)
      #expect(try await !directory.isDrained(over: streams.redis))
      #expect(try await streams.redis.send(StreamGroups(key: key.text)).map(\.lastDeliveredID) == [.minimum])
    }
  }

  @Test("three thousand streams are found in bounded steps")
  func many() async throws {
    try await TestStreams.with { streams in
      let keys = (0..<1000).flatMap { number in
        ConsumerGroup.outcomeWorkers.eventTypes.map { StreamKey($0, tenant: tenant(number)) }
      }
      let commands = keys.map { StreamAdd(key: $0.text, fields: [RedisField("n", "0")]) }
      for result in try await streams.redis.pipeline(commands) { _ = try result.get() }
      let directory = StreamDirectory(group: .outcomeWorkers, redis: streams.redis)
      #expect(Set(try await directory.refresh()).isSuperset(of: keys))
      #expect(try await !directory.isDrained(over: streams.redis))
    }
  }
}
