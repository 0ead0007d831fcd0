import Delivery
import EventModel
import RedisClient
import Streams
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3))) struct ReclaimTests {
  /// What a whole look at every stream takes over.
  private func round(of reader: inout GroupReader, minimumIdle: Duration) async throws -> [DeliveredEntry] {
    var entries: [DeliveredEntry] = []
    repeat {
      entries += try await reader.reclaimNext(minimumIdle: minimumIdle)
    } while !reader.hasReclaimedAll
    return entries
  }

  @Test("5,000 entries of a dead consumer are taken over, over many streams and pages")
  func deadConsumer() async throws {
    try await TestStreams.with { streams in
      let keys = (0..<20).map { StreamKey(.agentAction, tenant: tenant($0)) }
      for (number, key) in keys.enumerated() {
        try await streams.add(number * 250..<(number + 1) * 250, to: key.text)
        try await streams.leavePending(key, consumer: "ghost")
      }
      var reader = try await streams.reader("heir", batchSize: 100)
      var numbers: Set<Int> = []
      while true {
        let entries = try await reader.reclaimNext(minimumIdle: .zero)
        let isComplete = reader.hasReclaimedAll
        #expect(entries.count <= 100)
        for entry in entries { #expect(numbers.insert(try #require(entry.number)).inserted) }
        reader.acknowledge(entries)
        // As a lane does: acknowledged before the next page, else a walk without a limit of age would find them again.
        try await reader.flush()
        if entries.isEmpty, isComplete { break }
      }
      #expect(numbers == Set(0..<5000))
      for key in keys { #expect(try await streams.pendingCount(key.text) == 0) }
    }
  }

  @Test("one round finds the only stream with something to take over among hundreds")
  func needle() async throws {
    try await TestStreams.with { streams in
      for number in 0..<300 { try await streams.add(0..<1, to: StreamKey(.agentAction, tenant: tenant(number)).text) }
      let last = StreamKey(.agentAction, tenant: tenant(299))
      try await streams.leavePending(last, consumer: "ghost")
      var reader = try await streams.reader("heir")
      #expect(try await round(of: &reader, minimumIdle: .zero).map(\.key) == [last])
    }
  }

  @Test("entries younger than the limit stay with their consumer, wherever they lie")
  func young() async throws {
    try await TestStreams.with { streams in
      let key = StreamKey(.agentAction, tenant: tenant(1))
      try await streams.add(0..<3000, to: key.text)
      try await streams.leavePending(key, consumer: "busy")
      var reader = try await streams.reader("heir")
      #expect(try await round(of: &reader, minimumIdle: .seconds(3600)).isEmpty)
      #expect(try await streams.pendingByConsumer(key.text) == ["busy": 3000])
    }
  }

  @Test("old entries are found behind thousands of young ones")
  func oldBehindYoung() async throws {
    try await TestStreams.with { streams in
      let key = StreamKey(.agentAction, tenant: tenant(1))
      let ids = try await streams.add(0..<3000, to: key.text)
      try await streams.leavePending(key, consumer: "busy")
      let old = try #require(ids.last)
      let claim = ["XCLAIM", key.text, "outcome-workers", "ghost", "0", old.description, "IDLE", "7200000"]
      _ = try await streams.redis.send(RawCommand(claim))
      var reader = try await streams.reader("heir")
      let entries = try await round(of: &reader, minimumIdle: .seconds(3600))
      #expect(entries.map(\.id) == [old])
      #expect(try await streams.pendingByConsumer(key.text) == ["busy": 2999, "heir": 1])
    }
  }

  @Test("an answer of a take-over that is lost is read again")
  func lostAnswer() async throws {
    try await TestStreams.with { streams in
      let key = StreamKey(.agentAction, tenant: tenant(1))
      try await streams.add(0..<50, to: key.text)
      try await streams.leavePending(key, consumer: "ghost")
      var reader = try await streams.reader("heir")
      // Taken over, and never settled.
      #expect(try await round(of: &reader, minimumIdle: .milliseconds(0)).count == 50)
      _ = try await streams.redis.send(RawCommand(["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]))
      let entries = try await reader.next(block: .milliseconds(10))
      #expect(entries.compactMap(\.number) == Array(0..<50))
    }
  }
}
