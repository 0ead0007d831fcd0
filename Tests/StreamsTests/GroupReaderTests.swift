import Delivery
import EventModel
import RedisClient
import Streams
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct GroupReaderTests {
  private let key = StreamKey(.agentAction, tenant: tenant(1))

  @Test("an acknowledgement rides with the next read, and not earlier")
  func acknowledgement() async throws {
    try await TestStreams.with { streams in
      try await streams.add(0..<4, to: key.text)
      var reader = try await streams.reader("reader")
      let entries = try await reader.next(block: .milliseconds(10))
      #expect(entries.compactMap(\.number) == [0, 1, 2, 3])
      reader.acknowledge(entries)
      let isWaiting = !reader.hasAcknowledgedAll
      #expect(isWaiting)
      #expect(try await streams.pendingCount(key.text) == 4)
      _ = try await reader.next(block: .milliseconds(10))
      let isDone = reader.hasAcknowledgedAll
      #expect(isDone)
      #expect(try await streams.pendingCount(key.text) == 0)
    }
  }

  @Test("a flush sends the acknowledgements without a read")
  func flush() async throws {
    try await TestStreams.with { streams in
      try await streams.add(0..<2, to: key.text)
      var reader = try await streams.reader("reader")
      reader.acknowledge(try await reader.next(block: .milliseconds(10)))
      try await streams.add(2..<3, to: key.text)
      try await reader.flush()
      #expect(try await streams.pendingCount(key.text) == 0)
      #expect(try await reader.next(block: .milliseconds(10)).compactMap(\.number) == [2])
    }
  }

  @Test("what the reader wasn't told is never acknowledged")
  func untold() async throws {
    try await TestStreams.with { streams in
      try await streams.add(0..<10, to: key.text)
      var reader = try await streams.reader("reader")
      let entries = try await reader.next(block: .milliseconds(10))
      reader.acknowledge(entries.filter { $0.number == 3 })
      _ = try await reader.next(block: .milliseconds(10))
      try await reader.flush()
      let group = ConsumerGroup.outcomeWorkers.rawValue
      let pending = try await streams.redis.send(StreamPendingEntries(key: key.text, group: group, count: 100))
      #expect(pending.map(\.id) == entries.filter { $0.number != 3 }.map(\.id))
    }
  }

  @Test("after the loss of its connection a reader gets what is pending for it again, and loses nothing")
  func connectionKilled() async throws {
    try await TestStreams.with { streams in
      try await streams.add(0..<100, to: key.text)
      try await streams.add(100..<200, to: "events:agent.action")
      var reader = try await streams.reader("reader", batchSize: 40)
      // Delivered, and never settled: as if the answer had been lost on its way.
      _ = try await reader.next(block: .milliseconds(10))
      var settled: [Int] = []
      var readCount = 0
      while settled.count < 200, readCount < 1000 {
        readCount += 1
        if settled.count % 3 == 0 {
          _ = try await streams.redis.send(RawCommand(["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]))
        }
        do {
          let entries = try await reader.next(block: .milliseconds(10))
          settled += entries.compactMap(\.number)
          reader.acknowledge(entries)
        } catch let error as RedisError {
          #expect(error.isRetriable)
        }
      }
      try await reader.flush()
      #expect(Set(settled) == Set(0..<200))
      #expect(try await streams.pendingCount(key.text) == 0)
      #expect(try await streams.pendingCount("events:agent.action") == 0)
    }
  }

  @Test("a connection that is lost while the read blocks loses nothing")
  func connectionKilledWhileBlocking() async throws {
    try await TestStreams.with { streams in
      try await streams.add(0..<1, to: key.text)
      var reader = try await streams.reader("reader")
      reader.acknowledge(try await reader.next(block: .milliseconds(10)))
      async let killed: Void = {
        try await Wait.until("the reader blocks") {
          try await streams.redis.send(ServerInfo(section: "clients"))["blocked_clients"] == "1"
        }
        _ = try await streams.redis.send(RawCommand(["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]))
        try await streams.add(1..<3, to: key.text)
      }()
      var numbers: [Int] = []
      while numbers.count < 2 {
        do {
          let entries = try await reader.next(block: .seconds(30))
          numbers += entries.compactMap(\.number)
          reader.acknowledge(entries)
        } catch let error as RedisError {
          #expect(error.isRetriable)
        }
      }
      try await killed
      #expect(numbers == [1, 2])
    }
  }

  @Test("a refused read doesn't forget what another read of the same round trip delivered")
  func refusedRead() async throws {
    try await TestStreams.with { streams in
      let quiet = StreamKey(.dealStage, tenant: tenant(2))
      try await streams.add(0..<100, to: key.text)
      try await streams.add(100..<101, to: quiet.text)
      var reader = try await streams.reader("reader", batchSize: 40)
      // The first read fills the share of one stream only: it and the others are asked for separately from now on.
      reader.acknowledge(try await reader.next(block: .milliseconds(10)))
      _ = try await streams.redis.send(StreamGroupDestroy(key: quiet.text, group: "outcome-workers"))
      await #expect(throws: RedisError.self) { try await reader.next(block: .milliseconds(10)) }
      try await StreamDirectory(group: .outcomeWorkers, redis: streams.redis).createGroups(of: reader.streams)
      var numbers: [Int] = []
      for _ in 0..<20 {
        let entries = try await reader.next(block: .milliseconds(10))
        numbers += entries.compactMap(\.number)
        reader.acknowledge(entries)
      }
      try await reader.flush()
      #expect(try await streams.pendingCount(key.text) == 0)
      #expect(Set(numbers).isSuperset(of: [99, 100]))
    }
  }

  @Test("a tenant with 100,000 entries doesn't starve one with ten")
  func fairness() async throws {
    try await TestStreams.with { streams in
      try await streams.add(0..<100_000, to: key.text)
      let quiet = StreamKey(.agentAction, tenant: tenant(2))
      var reader = try await streams.reader("reader")
      // Busy with the large one already when the small one's entries come.
      for _ in 0..<3 { reader.acknowledge(try await reader.next(block: .milliseconds(10))) }
      try await streams.add(0..<10, to: quiet.text)
      reader.update(reader.streams + [quiet])
      try await StreamDirectory(group: .outcomeWorkers, redis: streams.redis).createGroups(of: [quiet])
      var delivered = 0
      var readCount = 0
      while delivered < 10, readCount < 10 {
        readCount += 1
        let entries = try await reader.next(block: .milliseconds(10))
        #expect(entries.count <= 1100)
        delivered += entries.count { $0.key == quiet }
        reader.acknowledge(entries)
      }
      #expect(delivered == 10)
      #expect(readCount <= 2)
    }
  }

  @Test("two readers share a stream: each entry is given to one of them")
  func sharing() async throws {
    try await TestStreams.with { streams in
      try await streams.add(0..<500, to: key.text)
      var first = try await streams.reader("first", batchSize: 30)
      var second = try await streams.reader("second", batchSize: 50)
      var numbers: [Int] = []
      var readCount = 0
      while numbers.count < 500, readCount < 1000 {
        readCount += 1
        let entries = try await first.next(block: .milliseconds(10))
        let others = try await second.next(block: .milliseconds(10))
        first.acknowledge(entries)
        second.acknowledge(others)
        numbers += (entries + others).compactMap(\.number)
      }
      #expect(numbers.sorted() == Array(0..<500))
    }
  }
}
