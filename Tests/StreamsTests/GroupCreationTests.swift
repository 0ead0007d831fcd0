import Delivery
import EventModel
import RedisClient
import Streams
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct GroupCreationTests {
  private let key = StreamKey(.agentAction, tenant: tenant(1))
  private let group = ConsumerGroup.outcomeWorkers

  private func state(_ streams: TestStreams, _ key: StreamKey) async throws -> StreamGroups.Group? {
    try await streams.redis.send(StreamGroups(key: key.text)).first { $0.name == group.rawValue }
  }

  @Test("a group's count of read entries is right from the start, whatever was removed before")
  func counters() async throws {
    try await TestStreams.with { streams in
      let ids = try await streams.add(0..<50, to: key.text)
      _ = try await streams.redis.send(StreamTrim(key: key.text, .length(20, exactly: true)))
      _ = try await streams.redis.send(StreamDelete(key: key.text, ids: [ids[40]]))
      let directory = StreamDirectory(group: group, redis: streams.redis)
      #expect(try await directory.createGroups(of: [key]) == [key])
      let found = try #require(try await state(streams, key))
      #expect(found.lastDeliveredID == .minimum && found.readCount == 31)
    }
  }

  @Test("only the groups that had to be made are said to be so, and a group that was known counts as made again")
  func again() async throws {
    try await TestStreams.with { streams in
      let other = StreamKey(.dealStage, tenant: tenant(2))
      try await streams.add(0..<1, to: key.text)
      try await streams.add(0..<1, to: other.text)
      let directory = StreamDirectory(group: group, redis: streams.redis)
      try await directory.refresh()
      #expect(try await directory.createGroups(of: [key, other]).isEmpty)
      #expect(directory.recreatedCount == 0)
      _ = try await streams.redis.send(StreamGroupDestroy(key: key.text, group: group.rawValue))
      #expect(try await directory.createGroups(of: [key, other]) == [key])
      #expect(directory.recreatedCount == 1)
      // Deleted while nobody looked, and found by a process that starts only then.
      _ = try await streams.redis.send(KeyDelete(keys: [other.text]))
      try await streams.add(1..<2, to: other.text)
      let later = StreamDirectory(group: group, redis: streams.redis)
      #expect(try await later.refresh().contains(other))
      #expect(later.recreatedCount == 1)
    }
  }

  @Test("a key of another type stops nobody: neither at the first look nor when a stream becomes one")
  func otherTypes() async throws {
    try await TestStreams.with { streams in
      let shared = StreamKey(shared: .agentAction)
      _ = try await streams.redis.send(StringSet(key: shared.text, value: [1]))
      try await streams.add(0..<1, to: key.text)
      let directory = StreamDirectory(group: group, redis: streams.redis)
      let found = try await directory.refresh()
      #expect(found.contains(key) && found.count == 3 && !found.contains(shared))
      #expect(try await directory.createGroups(of: [shared, key]).isEmpty)

      _ = try await streams.redis.send(KeyDelete(keys: [key.text]))
      _ = try await streams.redis.send(StringSet(key: key.text, value: [1]))
      #expect(try await directory.forgetOtherTypes() == [key])
      #expect(try await directory.forgetOtherTypes().isEmpty)
      #expect(!directory.keys.contains(key) && directory.keys.count == 2)
      #expect(try await directory.isDrained(over: streams.redis))

      _ = try await streams.redis.send(KeyDelete(keys: [shared.text, key.text]))
      try await streams.add(1..<2, to: key.text)
      #expect(Set(try await directory.refresh()) == [shared, key])
      #expect(try await !directory.isDrained(over: streams.redis))
    }
  }

  @Test("a stream of three thousand gets its group in bounded steps, also on a server that knows no script")
  func many() async throws {
    try await TestStreams.with { streams in
      let keys = (0..<3000).map { StreamKey(.agentAction, tenant: tenant($0)) }
      let directory = StreamDirectory(group: group, redis: streams.redis)
      #expect(try await directory.createGroups(of: keys) == keys)
      _ = try await streams.redis.send(RawCommand(["SCRIPT", "FLUSH"]))
      #expect(try await directory.createGroups(of: keys).isEmpty)
    }
  }
}
