import Delivery
import EventModel
import RedisClient
import Streams
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct ConsumerNamesTests {
  private let key = StreamKey(.agentAction, tenant: tenant(1))
  private let group = ConsumerGroup.outcomeWorkers

  /// Gives one entry to each of some consumers.
  private func give(_ streams: TestStreams, to names: [String]) async throws -> [String: RedisStreamID] {
    try await StreamDirectory(group: group, redis: streams.redis).createGroups(of: [key])
    var given: [String: RedisStreamID] = [:]
    for (number, name) in names.enumerated() {
      try await streams.add(number..<number + 1, to: key.text)
      let read = StreamReadGroup(group: group.rawValue, consumer: name, keys: [key.text], count: 1)
      given[name] = try await streams.redis.send(read).first?.entries.first?.id
    }
    return given
  }

  private func names(_ streams: TestStreams) async throws -> Set<String> {
    Set(try await streams.redis.send(StreamConsumers(key: key.text, group: group.rawValue)).map(\.name))
  }

  private func acknowledge(_ ids: [RedisStreamID?], _ streams: TestStreams) async throws {
    let ids = ids.compactMap(\.self)
    _ = try await streams.redis.send(StreamAcknowledge(key: key.text, group: group.rawValue, ids: ids))
  }

  @Test("names of dead consumers go, a name with pending entries stays")
  func dead() async throws {
    try await TestStreams.with { streams in
      let given = try await give(streams, to: ["done", "holding", "also-done"])
      try await acknowledge([given["done"], given["also-done"]], streams)
      let names = ConsumerNames(group: group, redis: streams.redis)
      // Nobody was silent for an hour.
      #expect(try await names.removeSilent(for: .seconds(3600), from: [key]) == 0)
      #expect(try await names.removeSilent(for: .zero, from: [key]) == 2)
      #expect(try await self.names(streams) == ["holding"])
      #expect(try await streams.pendingByConsumer(key.text) == ["holding": 1])
      try await acknowledge([given["holding"]], streams)
      #expect(try await names.removeSilent(for: .zero, from: [key]) == 1)
      #expect(try await self.names(streams).isEmpty)
    }
  }

  @Test("a process that ends removes its own names and nobody else's")
  func own() async throws {
    try await TestStreams.with { streams in
      let given = try await give(streams, to: ["a-1-lane", "a-2-lane", "b-1-lane", "a-1"])
      try await acknowledge(Array(given.values), streams)
      let names = ConsumerNames(group: group, redis: streams.redis)
      #expect(try await names.remove(prefixed: "a-1-", from: [key]) == 1)
      #expect(try await self.names(streams) == ["a-2-lane", "b-1-lane", "a-1"])
    }
  }

  @Test("two hundred generations of a consumer leave as many names as live")
  func generations() async throws {
    try await TestStreams.with { streams in
      let names = ConsumerNames(group: group, redis: streams.redis)
      for number in 0..<200 {
        let given = try await give(streams, to: ["instance-\(number)-lane"])
        try await acknowledge(Array(given.values), streams)
        if number.isMultiple(of: 2) { try await names.remove(prefixed: "instance-\(number)-", from: [key]) }
      }
      #expect(try await self.names(streams).count == 100, "half of them were killed")
      try await names.removeSilent(for: .zero, from: [key])
      #expect(try await self.names(streams).isEmpty)
    }
  }
}
