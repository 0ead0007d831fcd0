import Delivery
import EventModel
import RedisClient
import Streams
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct StreamBacklogTests {
  private let key = StreamKey(.agentAction, tenant: tenant(1))

  private func backlog(_ streams: TestStreams) async throws -> StreamBacklog? {
    try await StreamBacklog(of: key, group: .outcomeWorkers, redis: streams.redis)
  }

  @Test("without a stream or a group there is nothing to say")
  func absent() async throws {
    try await TestStreams.with { streams in
      #expect(try await backlog(streams) == nil)
      try await streams.add(0..<1, to: key.text)
      #expect(try await backlog(streams) == nil)
    }
  }

  @Test("unread, pending and the oldest that waits, through a whole life")
  func life() async throws {
    try await TestStreams.with { streams in
      let ids = try await streams.add(0..<30, to: key.text)
      var reader = try await streams.reader("reader", batchSize: 40)
      var found = try #require(try await backlog(streams))
      #expect(found.length == 30 && found.unreadCount == 30 && found.pendingCount == 0)
      #expect(found.oldestWaiting == ids[0] && !found.isDrained)
      let first = try await reader.next(block: .milliseconds(10))
      found = try #require(try await backlog(streams))
      #expect(found.unreadCount == 30 - first.count && found.pendingCount == first.count)
      #expect(found.oldestWaiting == ids[0])
      reader.acknowledge(first)
      try await reader.flush()
      found = try #require(try await backlog(streams))
      #expect(found.pendingCount == 0 && found.oldestWaiting == ids[first.count] && !found.isDrained)
      while try #require(try await backlog(streams)).unreadCount != 0 {
        reader.acknowledge(try await reader.next(block: .milliseconds(10)))
      }
      try await reader.flush()
      found = try #require(try await backlog(streams))
      #expect(found.isDrained && found.oldestWaiting == nil && found.length == 30)
      try await streams.add(30..<31, to: key.text)
      #expect(try #require(try await backlog(streams)).unreadCount == 1)
    }
  }

  @Test("after deletes and trims the count is still right", arguments: [false, true])
  func deleted(readsSome: Bool) async throws {
    try await TestStreams.with { streams in
      let ids = try await streams.add(0..<100, to: key.text)
      var reader = try await streams.reader("reader", batchSize: 40)
      var read = 0
      if readsSome {
        let entries = try await reader.next(block: .milliseconds(10))
        read = entries.count
        reader.acknowledge(entries)
        try await reader.flush()
      }
      _ = try await streams.redis.send(StreamDelete(key: key.text, ids: Array(ids[60..<65])))
      #expect(try #require(try await backlog(streams)).unreadCount == 95 - read)
      _ = try await streams.redis.send(StreamTrim(key: key.text, .length(20, exactly: true)))
      #expect(try #require(try await backlog(streams)).unreadCount == 20)
      _ = try await streams.redis.send(StreamDelete(key: key.text, ids: Array(ids[80...])))
      let found = try #require(try await backlog(streams))
      #expect(found.unreadCount == 0 && found.length == 0 && found.oldestWaiting == nil)
      try await streams.add(100..<101, to: key.text)
      #expect(try #require(try await backlog(streams)).unreadCount == 1)
    }
  }

  @Test("what can't be counted is unknown, never none")
  func unknown() async throws {
    try await TestStreams.with { streams in
      let ids = try await streams.add(0..<5000, to: key.text)
      _ = try await streams.reader("reader")
      _ = try await streams.redis.send(StreamDelete(key: key.text, ids: [ids[3000]]))
      // At its beginning the stream's own length says it.
      #expect(try #require(try await backlog(streams)).unreadCount == 4999)
      try await streams.read(10, of: key)
      let found = try #require(try await backlog(streams))
      #expect(found.unreadCount == nil && !found.isDrained && found.oldestWaiting == ids[10])
      // A group that an operator moved: Redis doesn't know how much it has read.
      let position = StreamGroupPosition.after(ids[4000])
      _ = try await streams.redis.send(
        StreamGroupSetID(key: key.text, group: "outcome-workers", position: position)
      )
      #expect(try #require(try await backlog(streams)).unreadCount == 999)
    }
  }

  @Test("in the middle of a long stream the count is right, and after a restart unknown until it can be made again")
  func middle() async throws {
    try await TestStreams.with(.init(appendOnly: true)) { streams in
      let census = StreamCensus(group: .outcomeWorkers, redis: streams.redis)
      let ids = try await streams.add(0..<5000, to: key.text)
      _ = try await streams.reader("reader")
      try await streams.read(1500, of: key)
      #expect(try #require(try await backlog(streams)).unreadCount == 3500)
      _ = try await census.take(of: [key])
      try await streams.read(100, of: key)
      // What was read may be deleted and trimmed; what is behind the last look can't be told from what was unread.
      _ = try await streams.redis.send(StreamDelete(key: key.text, ids: [ids[700]]))
      try await streams.trim(key, toLast: 4000)
      #expect(try #require(try await backlog(streams)).unreadCount == 3400)
      try await streams.trim(key, toLast: 3401)
      #expect(try #require(try await backlog(streams)).unreadCount == nil)
      streams.server.kill()
      try await streams.server.restart()
      #expect(try #require(try await backlog(streams)).unreadCount == nil)
      #expect(try await census.take(of: [key]).isEmpty)
      try await streams.read(2500, of: key)
      #expect(try #require(try await backlog(streams)).unreadCount == 900)
      _ = try await census.take(of: [key])
      try await streams.add(5000..<9000, to: key.text)
      #expect(try #require(try await backlog(streams)).unreadCount == 4900)
    }
  }

  @Test("three thousand streams are looked at in a few round trips, with those that are missing left out")
  func many() async throws {
    try await TestStreams.with { streams in
      let keys = (0..<3000).map { StreamKey(.agentAction, tenant: tenant($0)) }
      try await StreamDirectory(group: .outcomeWorkers, redis: streams.redis).createGroups(of: Array(keys.dropLast()))
      for result in try await streams.redis.pipeline(
        keys.map { StreamAdd(key: $0.text, fields: [RedisField("n", "0")]) }
      ) { _ = try result.get() }
      let backlogs = try await StreamBacklog.load(of: keys, group: .outcomeWorkers, redis: streams.redis)
      #expect(backlogs.count == 2999 && backlogs.values.allSatisfy { $0.unreadCount == 1 && $0.lostCount == 0 })
      let stats = try await streams.redis.send(ServerInfo(section: "stats"))
      #expect(Int(stats["total_reads_processed"] ?? "") ?? .max < 300, "a round trip for each stream")
    }
  }

  @Test("a group moved back and forth is never called drained while entries are unread")
  func moved() async throws {
    try await TestStreams.with { streams in
      let ids = try await streams.add(0..<50, to: key.text)
      _ = try await streams.reader("reader")
      for index in [49, 10, 48, 0, 25, 47] {
        let position = StreamGroupPosition.after(ids[index])
        _ = try await streams.redis.send(
          StreamGroupSetID(key: key.text, group: "outcome-workers", position: position)
        )
        let unread = try #require(try await backlog(streams)).unreadCount
        #expect(unread == nil || unread == 49 - index)
      }
    }
  }

  @Test("dead letters are counted beside")
  func letters() async throws {
    try await TestStreams.with { streams in
      try await streams.add(0..<2, to: key.text)
      var reader = try await streams.reader("reader")
      let entries = try await reader.next(block: .milliseconds(10))
      let refusal = Refusal(.missingField, field: "data", message: "data is missing")
      let queue = DeadLetterQueue(group: .outcomeWorkers, consumer: "reader", redis: streams.redis)
      let burial = DeadLetterQueue.Burial(entry: entries[0], refusal: refusal)
      #expect(try await queue.bury([burial], at: Timestamp(microseconds: 0)) == [.buried])
      let found = try #require(try await backlog(streams))
      #expect(found.deadLetterCount == 1 && found.pendingCount == 1 && found.oldestWaiting == entries[1].id)
    }
  }
}
