import Delivery
import EventModel
import RedisClient
import Streams
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct EntryClaimsTests {
  private let key = StreamKey(.agentAction, tenant: tenant(1))

  private func claims(_ streams: TestStreams) -> EntryClaims {
    EntryClaims(group: .outcomeWorkers, redis: streams.redis)
  }

  private func pending(_ streams: TestStreams) async throws -> [StreamPendingEntries.Entry] {
    try await streams.redis.send(
      StreamPendingEntries(key: key.text, group: ConsumerGroup.outcomeWorkers.rawValue, count: 5000)
    )
  }

  /// What nobody touched for a while.
  private func abandoned(_ streams: TestStreams, minimumIdle: Duration = .zero) async throws -> [PendingEntry] {
    try await claims(streams).abandoned(in: [key], minimumIdle: minimumIdle, countMax: 5000).flatMap(\.entries)
  }

  @Test func `an entry is taken once, by one of two who saw it, and its beginning is written down`() async throws {
    try await TestStreams.with { streams in
      try await streams.add(0..<1200, to: key.text)
      try await streams.leavePending(key, consumer: "ghost")
      let found = try await abandoned(streams)
      #expect(found.count == 1200 && found.allSatisfy { $0.record == .delivered })
      let claims = claims(streams)
      async let left = claims.claimAll(found, for: "left")
      async let right = claims.claimAll(found, for: "right")
      let numbers = try await (left + right).compactMap(\.number)
      #expect(numbers.sorted() == Array(0..<1200))
      #expect(try await pending(streams).allSatisfy { $0.deliveryCount == 2 })
    }
  }

  @Test func `one answer carries about 8 MB, and what doesn't fit stays as it is`() async throws {
    try await TestStreams.with { streams in
      let payload = [UInt8](repeating: 0x7B, count: 1 << 20)
      for _ in 0..<20 {
        let fields = [RedisField(name: [], value: payload)]
        _ = try await streams.redis.send(StreamAdd(key: key.text, fields: fields))
      }
      try await streams.leavePending(key, consumer: "ghost")
      let found = try await abandoned(streams)
      let (taken, left) = try await claims(streams).claim(found, for: "heir", minimumIdle: .zero)
      #expect(taken.count == 8 && left == Array(found.dropFirst(8)))
      #expect(try await streams.pendingByConsumer(key.text) == ["heir": 8, "ghost": 12])
      #expect(try await claims(streams).claimAll(left, for: "heir").map(\.id) == left.map(\.id))
    }
  }

  @Test func `a lost answer of many bytes is found again in several`() async throws {
    try await TestStreams.with { streams in
      let payload = [UInt8](repeating: 0x7B, count: 1 << 20)
      var ids: [RedisStreamID] = []
      for _ in 0..<20 {
        let fields = [RedisField(name: [], value: payload)]
        ids.append(try await streams.redis.send(StreamAdd(key: key.text, fields: fields)))
      }
      var reader = try await streams.reader("lane")
      #expect(try await reader.next(block: .milliseconds(10)).count == 20)
      _ = try await streams.redis.send(RawCommand(["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]))
      var found: [[RedisStreamID]] = []
      for _ in 0..<3 { found.append(try await reader.next(block: .milliseconds(10)).map(\.id)) }
      #expect(found.map(\.count) == [8, 8, 4] && found.flatMap(\.self) == ids)
    }
  }

  @Test func `an entry that somebody works on isn't taken`() async throws {
    try await TestStreams.with { streams in
      try await streams.add(0..<3, to: key.text)
      try await streams.leavePending(key, consumer: "busy")
      let found = try await abandoned(streams)
      #expect(try await abandoned(streams, minimumIdle: .seconds(3600)).isEmpty)
      #expect(try await claims(streams).claimAll(found, for: "heir", minimumIdle: .seconds(3600)).isEmpty)
      #expect(try await streams.pendingByConsumer(key.text) == ["busy": 3])
    }
  }

  @Test func `an old entry is found behind thousands of young ones`() async throws {
    try await TestStreams.with { streams in
      let ids = try await streams.add(0..<3000, to: key.text)
      try await streams.leavePending(key, consumer: "busy")
      let old = try #require(ids.last)
      let claim = ["XCLAIM", key.text, "outcome-workers", "ghost", "0", old.description, "IDLE", "7200000", "JUSTID"]
      _ = try await streams.redis.send(RawCommand(claim))
      let page = try await claims(streams).abandoned(in: [key], minimumIdle: .seconds(3600), countMax: 10)
      #expect(page.flatMap(\.entries).map(\.id) == [old])
    }
  }

  @Test func `a renewal keeps what the consumer still owns, and takes nothing back that it lost`() async throws {
    try await TestStreams.with { streams in
      try await streams.add(0..<4, to: key.text)
      try await streams.leavePending(key, consumer: "slow")
      let found = try await abandoned(streams)
      let claims = claims(streams)
      let held = try await claims.claimAll(found, for: "slow")
      _ = try await claims.claimAll([PendingEntry(held[1])], for: "robber")
      try await claims.acknowledge([held[2]])
      #expect(try await claims.renew(held, of: "slow") == 2)
      #expect(try await streams.pendingByConsumer(key.text) == ["slow": 2, "robber": 1])
      #expect(try await pending(streams).map(\.deliveryCount).sorted() == [2, 2, 3])
    }
  }

  @Test func `what is trimmed while its owner works on it stays pending for it, and can be buried`() async throws {
    try await TestStreams.with { streams in
      try await streams.add(0..<3, to: key.text)
      var reader = try await streams.reader("slow")
      let held = try await reader.next(block: .milliseconds(10))
      try await streams.trim(key, toLast: 1)
      let claims = claims(streams)
      #expect(try await claims.renew(held, of: "slow") == 1)
      let failed = held.map { PendingEntry(key: $0.key, id: $0.id, record: .alone(failures: 1, deaths: 0)) }
      // What is gone keeps its counter, so that it is found by it.
      #expect(try await claims.writeBack(failed, of: "slow").map(\.record.deliveryCount) == [1, 1, 110])
      #expect(try await streams.pendingByConsumer(key.text) == ["slow": 3])
      let letters = DeadLetterQueue(group: .outcomeWorkers, consumer: "slow", redis: streams.redis)
      let refusal = Refusal(.invalidJSON, field: nil, message: "no JSON")
      let burial = DeadLetterQueue.Burial(entry: held[0], refusal: refusal)
      #expect(try await letters.bury([burial], at: Timestamp(microseconds: 0)) == [.buried])
      #expect(try await streams.redis.send(StreamRange(key: key.deadLetterText)).first?["n"] == Array("0".utf8))
      #expect(try await streams.pendingByConsumer(key.text) == ["slow": 2])
    }
  }

  @Test func `the retry of an entry that is trimmed finds out that it is gone`() async throws {
    try await TestStreams.with { streams in
      try await streams.add(0..<2, to: key.text)
      try await streams.leavePending(key, consumer: "owner")
      let claims = claims(streams)
      let failed = try await abandoned(streams).map {
        PendingEntry(key: $0.key, id: $0.id, record: .alone(failures: 2, deaths: 0))
      }
      try await streams.trim(key, toLast: 1)
      let waiting = try await claims.writeBack(failed, of: "owner")
      let taken = try await claims.claimAll(waiting, for: "heir")
      #expect(taken.map(\.number) == [nil, 1])
      #expect(try await streams.pendingByConsumer(key.text) == ["heir": 1])
    }
  }

  @Test func `where the group or the stream is gone, nobody owns what is written back`() async throws {
    try await TestStreams.with { streams in
      try await streams.add(0..<2, to: key.text)
      try await streams.leavePending(key, consumer: "owner")
      let found = try await abandoned(streams)
      _ = try await streams.redis.send(StreamGroupDestroy(key: key.text, group: ConsumerGroup.outcomeWorkers.rawValue))
      #expect(try await claims(streams).writeBack(found, of: "owner").isEmpty)
      _ = try await streams.redis.send(RawCommand(["SET", key.text, "something else"]))
      #expect(try await claims(streams).writeBack(found, of: "owner").isEmpty)
    }
  }

  @Test func `only the owner writes an entry's record back`() async throws {
    try await TestStreams.with { streams in
      try await streams.add(0..<2, to: key.text)
      try await streams.leavePending(key, consumer: "owner")
      let found = try await abandoned(streams)
      let claims = claims(streams)
      let failed = found.map { PendingEntry(key: $0.key, id: $0.id, record: .alone(failures: 2, deaths: 0)) }
      #expect(try await claims.writeBack(failed, of: "stranger").isEmpty)
      #expect(try await pending(streams).map(\.deliveryCount) == [1, 1])
      #expect(try await claims.writeBack([failed[0]], of: "owner", idle: .seconds(100)) == [failed[0]])
      let entries = try await pending(streams)
      #expect(entries.map(\.deliveryCount) == [120, 1])
      #expect(entries[0].idle >= .seconds(100) && entries[0].consumer == "owner")
    }
  }

  @Test func `an entry that waits for its next attempt is found only after its wait`() async throws {
    try await TestStreams.with { streams in
      let ids = try await streams.add(0..<2, to: key.text)
      try await streams.leavePending(key, consumer: "owner")
      for (id, idle) in [(ids[0], 0), (ids[1], 60)] {
        let entry = PendingEntry(key: key, id: id, record: .alone(failures: 3, deaths: 0))
        try await claims(streams).writeBack([entry], of: "owner", idle: .seconds(idle))
      }
      #expect(try await abandoned(streams, minimumIdle: .seconds(1)).map(\.id) == [ids[1]])
    }
  }

  @Test func `an entry that was trimmed while it was pending comes without fields, and is pending no more`()
    async throws
  {
    try await TestStreams.with { streams in
      try await streams.add(0..<3, to: key.text)
      try await streams.leavePending(key, consumer: "ghost")
      _ = try await streams.redis.send(RawCommand(["XTRIM", key.text, "MAXLEN", "1"]))
      let claimed = try await claims(streams).claimAll(try await abandoned(streams), for: "heir")
      #expect(claimed.map(\.number) == [nil, nil, 2])
      #expect(try await streams.pendingByConsumer(key.text) == ["heir": 1])
    }
  }

  @Test func `a lost answer of a first delivery is found again; what has more trials isn't a lane's work`() async throws
  {
    try await TestStreams.with { streams in
      try await streams.add(0..<50, to: key.text)
      var reader = try await streams.reader("lane")
      #expect(try await reader.next(block: .milliseconds(10)).count == 50)
      let failed = try await abandoned(streams).prefix(5).map {
        PendingEntry(key: $0.key, id: $0.id, record: .alone(failures: 1, deaths: 0))
      }
      try await claims(streams).writeBack(failed, of: "lane")
      _ = try await streams.redis.send(RawCommand(["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]))
      let entries = try await reader.next(block: .milliseconds(10))
      #expect(entries.compactMap(\.number) == Array(5..<50))
      // No delivery was charged for the loss of a connection.
      #expect(
        try await pending(streams).map(\.deliveryCount) == Array(repeating: 110, count: 5)
          + Array(repeating: 1, count: 45)
      )
    }
  }

  @Test func `whoever acknowledges an applied entry withdraws its letter, and no other`() async throws {
    try await TestStreams.with { streams in
      try await streams.add(0..<5000, to: key.text)
      var reader = try await streams.reader("slow", batchSize: 5000)
      let entries = try await reader.next(block: .zero)
      let claims = claims(streams)
      let letters = DeadLetterQueue(group: .outcomeWorkers, consumer: "robber", redis: streams.redis)
      let robbed = try await claims.claimAll(entries.suffix(3).map(PendingEntry.init), for: "robber")
      let refusal = Refusal.processingFailed(attempts: 4, cause: "it failed")
      let now = Timestamp(microseconds: 1_770_000_000_000_000)
      #expect(
        try await letters.bury(robbed.map { .init(entry: $0, refusal: refusal) }, at: now) == [
          .buried, .buried, .buried,
        ]
      )
      // Another entry has the id of one of them by now, and one is trimmed.
      _ = try await streams.redis.send(StreamDelete(key: key.text, ids: [robbed[1].id]))
      let letter = try #require(try await streams.index(of: key)[robbed[2].id])
      _ = try await streams.redis.send(StreamDelete(key: key.deadLetterText, ids: [letter]))
      let other = try await streams.redis.send(StreamAdd(key: key.deadLetterText, fields: [RedisField("n", "other")]))
      _ = try await streams.redis.send(
        HashSet(key: key.deadLetterIndexText, fields: [RedisField("\(robbed[2].id)", "\(other)")])
      )
      reader.acknowledge(entries)
      try await reader.flush()
      let (withdrawnCount, hasAcknowledgedAll) = (reader.withdrawnLetterCount, reader.hasAcknowledgedAll)
      #expect(withdrawnCount == 1 && hasAcknowledgedAll)
      #expect(try await streams.pendingCount(key.text) == 0)
      #expect(try await Set(streams.index(of: key).keys) == [robbed[1].id, robbed[2].id])
      #expect(try await claims.acknowledge(entries) == 0, "again nothing changes")
    }
  }

  @Test func `a letter is known by its entry's own fields, whatever a producer named like a letter's`() async throws {
    try await TestStreams.with { streams in
      let fields = [RedisField("n", "1"), RedisField(DeadLetter.reasonField, "forged"), RedisField("data", "{}")]
      _ = try await streams.redis.send(StreamAdd(key: key.text, fields: fields))
      var reader = try await streams.reader("slow")
      let entries = try await reader.next(block: .zero)
      let robbed = try await claims(streams).claimAll(entries.map(PendingEntry.init), for: "robber")
      let letters = DeadLetterQueue(group: .outcomeWorkers, consumer: "robber", redis: streams.redis)
      let refusal = Refusal.processingFailed(attempts: 4, cause: "it failed")
      let burials = robbed.map { DeadLetterQueue.Burial(entry: $0, refusal: refusal) }
      #expect(try await letters.bury(burials, at: Timestamp(microseconds: 0)) == [.buried])
      #expect(try await claims(streams).acknowledge(entries) == 1)
      #expect(try await streams.redis.send(StreamLength(key: key.deadLetterText)) == 0)
    }
  }

  @Test func `a server that forgot its scripts is taught again`() async throws {
    try await TestStreams.with { streams in
      try await streams.add(0..<2, to: key.text)
      var reader = try await streams.reader("reader", batchSize: 1)
      for _ in 0..<2 {
        let entries = try await reader.next(block: .zero)
        reader.acknowledge(entries)
        _ = try await streams.redis.send(RawCommand(["SCRIPT", "FLUSH"]))
        do throws(RedisError) {
          try await reader.flush()
        } catch {
          #expect(error.code == .server("NOSCRIPT"))
        }
        try await reader.flush()
        let hasAcknowledgedAll = reader.hasAcknowledgedAll
        #expect(hasAcknowledgedAll)
      }
      #expect(try await streams.pendingCount(key.text) == 0)
    }
  }
}
