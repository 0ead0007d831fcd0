import Delivery
import EventModel
import RedisClient
import Streams
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct StreamCensusTests {
  private let key = StreamKey(.agentAction, tenant: tenant(1))
  private let group = ConsumerGroup.outcomeWorkers

  private func census(_ streams: TestStreams) async throws -> [StreamCensus.Finding] {
    try await StreamCensus(group: group, redis: streams.redis).take(of: [key])
  }

  private func begin(_ streams: TestStreams, with count: Int) async throws -> [RedisStreamID] {
    try await StreamDirectory(group: group, redis: streams.redis).createGroups(of: [key])
    return try await streams.add(0..<count, to: key.text)
  }

  private func backlog(_ streams: TestStreams) async throws -> StreamBacklog {
    try #require(try await StreamBacklog(of: key, group: group, redis: streams.redis))
  }

  @Test("unread entries that MAXLEN cut off are counted, once", arguments: [false, true], [false, true])
  func cutOff(readsOn: Bool, wasLookedAt: Bool) async throws {
    try await TestStreams.with { streams in
      _ = try await begin(streams, with: 100)
      try await streams.read(30, of: key)
      if wasLookedAt { #expect(try await census(streams).isEmpty) }
      try await streams.trim(key, toLast: 20)
      if readsOn { try await streams.read(5, of: key) }
      #expect(try await census(streams).map(\.lostCount) == [50])
      #expect(try await census(streams).isEmpty)
      let found = try await backlog(streams)
      #expect(found.lostCount == 50 && found.unreadCount == (readsOn ? 15 : 20))
      // Redis's own number follows from the counter that was put right.
      let state = try #require(try await streams.redis.send(StreamGroups(key: key.text)).first)
      #expect(state.lag == found.unreadCount)
      try await streams.read(100, of: key)
      #expect(try await census(streams).isEmpty)
      try await streams.add(100..<110, to: key.text)
      try await streams.trim(key, toLast: 3)
      #expect(try await census(streams).map(\.lostCount) == [7])
      #expect(try await backlog(streams).lostCount == 57)
    }
  }

  @Test("a loss is found by one of many who look at once")
  func atOnce() async throws {
    try await TestStreams.with { streams in
      _ = try await begin(streams, with: 100)
      try await streams.trim(key, toLast: 0)
      let lost = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<8 {
          let census = StreamCensus(group: .outcomeWorkers, redis: try streams.connection("census-\(number)"))
          group.addTask { [key] in try await census.take(of: [key]).map(\.lostCount).reduce(0, +) }
        }
        return try await group.reduce(0, +)
      }
      #expect(lost == 100)
      #expect(try await backlog(streams).unreadCount == 0)
    }
  }

  /// What may happen to a stream without anything being lost.
  enum Harmless: String, CaseIterable {
    case deletedAfterReading, trimmedAfterReading, groupMadeAgain, streamMadeAgain, restart, groupMoved, emptied
  }

  @Test("no false alarm", arguments: Harmless.allCases, [false, true])
  func harmless(_ harmless: Harmless, wasLookedAt: Bool) async throws {
    try await TestStreams.with(.init(appendOnly: true)) { streams in
      let directory = StreamDirectory(group: group, redis: streams.redis)
      let ids = try await begin(streams, with: 100)
      try await streams.read(60, of: key)
      if wasLookedAt { #expect(try await census(streams).isEmpty) }
      switch harmless {
      case .deletedAfterReading:
        _ = try await streams.redis.send(StreamDelete(key: key.text, ids: [ids[0], ids[10], ids[59]]))
      case .trimmedAfterReading: try await streams.trim(key, toLast: 40)
      case .groupMadeAgain:
        try await streams.trim(key, toLast: 70)
        _ = try await streams.redis.send(StreamGroupDestroy(key: key.text, group: group.rawValue))
        #expect(try await directory.createGroups(of: [key]) == [key])
      case .streamMadeAgain:
        _ = try await streams.redis.send(KeyDelete(keys: [key.text]))
        for number in 1...5 { try await add("\(number)-0", streams) }
        #expect(try await directory.createGroups(of: [key]) == [key])
      case .restart:
        streams.server.kill()
        try await streams.server.restart()
      case .groupMoved:
        for position in [ids[10], ids[90], .minimum] {
          let command = StreamGroupSetID(key: key.text, group: group.rawValue, position: .after(position))
          try await streams.redis.send(command)
          #expect(try await census(streams).isEmpty)
        }
      case .emptied:
        try await streams.read(40, of: key)
        try await streams.trim(key, toLast: 0)
      }
      #expect(try await census(streams).isEmpty)
      try await streams.read(7, of: key)
      #expect(try await census(streams).isEmpty)
      try await streams.read(1000, of: key)
      try await streams.add(100..<110, to: key.text)
      #expect(try await census(streams).isEmpty)
      let found = try await backlog(streams)
      #expect(found.lostCount == 0 && found.unreadCount == 10)
      // And the count goes on rightly from there.
      try await streams.trim(key, toLast: 4)
      #expect(try await census(streams).map(\.lostCount) == [6])
    }
  }

  private func add(_ id: String, _ streams: TestStreams) async throws {
    _ = try await streams.redis.send(RawCommand(["XADD", key.text, id, "n", "0"]))
  }

  @Test("what was lost around a restart is counted where it can be known, and bounded where it can't")
  func restart() async throws {
    try await TestStreams.with(.init(appendOnly: true)) { streams in
      _ = try await begin(streams, with: 100)
      try await streams.read(30, of: key)
      #expect(try await census(streams).isEmpty)
      streams.server.kill()
      try await streams.server.restart()
      try await streams.trim(key, toLast: 20)
      #expect(try await census(streams).map(\.lostCount) == [50])

      // Read on before the restart, so that nobody knows any more how far: 5 were read, 10 cut off.
      try await streams.read(5, of: key)
      streams.server.kill()
      try await streams.server.restart()
      try await streams.trim(key, toLast: 5)
      let findings = try await census(streams)
      #expect(findings.map(\.lostCount) == [0] && findings.map(\.uncertainCount) == [15])
      #expect(try await census(streams).isEmpty)
      #expect(try await backlog(streams).unreadCount == 5)
    }
  }

  @Test("streams without the group, and keys of another type, hold nobody up")
  func foreign() async throws {
    try await TestStreams.with { streams in
      _ = try await begin(streams, with: 10)
      let (other, bare, dirty) = (
        StreamKey(.agentAction, tenant: tenant(2)), StreamKey(.agentAction, tenant: tenant(3)),
        StreamKey(.agentAction, tenant: tenant(4))
      )
      _ = try await streams.redis.send(StringSet(key: other.text, value: [1]))
      try await streams.add(0..<5, to: bare.text)
      try await StreamDirectory(group: group, redis: streams.redis).createGroups(of: [dirty])
      _ = try await streams.redis.send(KeyDelete(keys: [dirty.lossesText]))
      _ = try await streams.redis.send(StringSet(key: dirty.lossesText, value: [1]))
      try await streams.trim(key, toLast: 3)
      let keys = [other, bare, dirty, StreamKey(.agentAction, tenant: tenant(5)), key]
      let findings = try await StreamCensus(group: group, redis: streams.redis).take(of: keys)
      #expect(findings.map(\.key) == [key] && findings.map(\.lostCount) == [7])
      let backlogs = try await StreamBacklog.load(of: keys, group: group, redis: streams.redis)
      #expect(Set(backlogs.keys) == [dirty, key] && backlogs[key]?.unreadCount == 3)
      #expect(try await ConsumerNames(group: group, redis: streams.redis).removeSilent(for: .zero, from: keys) == 0)
      #expect(try await StreamTrimmer(group: group, redis: streams.redis).trim(keys, olderThan: .zero) == 0)
    }
  }

  @Test("for a user who may not ask for the server's state, nothing is wrong, and less is known")
  func withoutInfo() async throws {
    let options = RedisServerProcess.Options(arguments: ["--user", "default", "on", "nopass", "~*", "+@all", "-info"])
    try await TestStreams.with(options) { streams in
      _ = try await begin(streams, with: 3000)
      try await streams.read(30, of: key)
      #expect(try await census(streams).isEmpty)
      #expect(try await backlog(streams).unreadCount == nil)
      try await streams.trim(key, toLast: 500)
      #expect(try await census(streams).map { $0.lostCount + $0.uncertainCount } == [2500])
      #expect(try await backlog(streams).unreadCount == 500)
      try await streams.trim(key, toLast: 100)
      #expect(try await census(streams).map(\.lostCount) == [400])
    }
  }

  @Test("without memory nothing is reported, and nothing forgotten")
  func withoutMemory() async throws {
    try await TestStreams.with { streams in
      _ = try await begin(streams, with: 100)
      try await streams.trim(key, toLast: 20)
      _ = try await streams.redis.send(RawCommand(["CONFIG", "SET", "maxmemory", "1"]))
      await #expect(throws: RedisError.self) { _ = try await census(streams) }
      #expect(try await backlog(streams).unreadCount == 20)
      _ = try await streams.redis.send(RawCommand(["CONFIG", "SET", "maxmemory", "0"]))
      #expect(try await census(streams).map(\.lostCount) == [80])
    }
  }
}
