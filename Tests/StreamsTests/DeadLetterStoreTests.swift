import Delivery
import EventModel
import RedisClient
import Streams
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct DeadLetterStoreTests {
  private let key = StreamKey(.agentAction, tenant: tenant(1))
  private let now = Timestamp(microseconds: 1_770_000_000_000_000)
  private let again = Refusal(.processingFailed, field: nil, message: "it failed again")

  private func letters(
    _ streams: TestStreams,
    _ filter: DeadLetterFilter = DeadLetterFilter()
  ) async throws -> [BuriedEntry] {
    var walk = try await DeadLetterWalk(over: streams.redis, groups: ConsumerGroup.allCases, filter: filter)
    var found: [BuriedEntry] = []
    while let page = try await walk.next(over: streams.redis) { found += page }
    #expect(walk.passedCount == walk.totalCount)
    return found
  }

  private func fields(_ number: Int, count: Int = 1) -> [RedisField] {
    (0..<count).map { RedisField("name\($0)", "value \(number)") }
  }

  @Test("a replaced letter is one letter, with its history, and the index follows it", arguments: [1, 4000])
  func replaced(fieldCount: Int) async throws {
    try await TestStreams.with { streams in
      try await streams.bury([fields(0, count: fieldCount), fields(1, count: fieldCount)], in: key)
      let store = DeadLetterStore(redis: streams.redis)
      for round in 1...12 {
        let old = try await letters(streams)
        #expect(
          try await store.replace(old.map { ($0, again) }, at: now + .hours(Int64(round))).compactMap(\.self).count == 2
        )
        // What is gone isn't replaced a second time.
        #expect(try await store.replace(old.map { ($0, again) }, at: now) == [nil, nil])
        let new = try await letters(streams)
        try #require(new.map(\.content.retryCount) == [round, round])
        #expect(new.map(\.content.original) == old.map(\.content.original))
        #expect(new.map(\.originalID) == old.map(\.originalID))
        #expect(new.map(\.content.reason) == [.processingFailed, .processingFailed])
        #expect(new.map(\.content.history.count) == [min(round, 10), min(round, 10)])
        #expect(try await streams.index(of: key).values.sorted() == new.map(\.id))
      }
      let history = try #require(try await letters(streams).first?.content.history)
      #expect(history.map(\.timestamp) == (2...11).map { (now + .hours($0)).rfc3339 })
      #expect(history.map(\.reasonCode) == Array(repeating: "processing_failed", count: 10))
    }
  }

  @Test("a letter whose event is applied goes, also where another replay gave it back meanwhile")
  func removed() async throws {
    try await TestStreams.with { streams in
      try await streams.bury((0..<3).map { fields($0) }, in: key)
      let store = DeadLetterStore(redis: streams.redis)
      let all = try await letters(streams)
      #expect(try await store.remove([all[0]]) == [true])
      #expect(try await store.remove([all[0]]) == [false])
      _ = try await store.replace([(all[1], again)], at: now)
      #expect(try await store.remove([all[1]]) == [false])
      #expect(try await letters(streams).map(\.id) == [all[2].id])
      #expect(try await streams.index(of: key) == [try #require(all[2].originalID): all[2].id])
      #expect(try await streams.redis.send(StreamLength(key: key.text)) == 3)
    }
  }

  @Test("a letter that took another entry's id in a stream made anew is left alone")
  func successorOfAnother() async throws {
    try await TestStreams.with { streams in
      let id = RedisStreamID(milliseconds: 5, sequence: 0)
      try await streams.bury([fields(0)], in: key, ids: [id])
      let first = try #require(try await letters(streams).first)
      let store = DeadLetterStore(redis: streams.redis)
      #expect(try await store.remove([first]) == [true])
      _ = try await streams.redis.send(KeyDelete(keys: [key.text]))
      try await streams.bury([fields(1)], in: key, ids: [id])
      #expect(try await store.remove([first]) == [false])
      #expect(try await letters(streams).count == 1)
    }
  }

  @Test("a discard takes letter, index and entry together: a group made again at 0 brings nothing back")
  func discarded() async throws {
    try await TestStreams.with { streams in
      let own = RedisField("_dlq_reason", "the producer's own field")
      try await streams.bury([fields(0), fields(1) + [own], fields(2, count: 4000)], in: key)
      try await streams.add(7..<8, to: key.text)
      let store = DeadLetterStore(redis: streams.redis)
      let all = try await letters(streams)
      #expect(try await store.discard(all) == [.letterAndEntry, .letterAndEntry, .letterAndEntry])
      #expect(try await store.discard(all) == [.nothing, .nothing, .nothing])
      #expect(try await letters(streams).isEmpty)
      #expect(try await streams.index(of: key) == [:])
      _ = try await streams.redis.send(StreamGroupDestroy(key: key.text, group: ConsumerGroup.outcomeWorkers.rawValue))
      var reader = try await streams.reader("reader")
      #expect(try await reader.next(block: .milliseconds(10)).compactMap(\.number) == [7])
    }
  }

  @Test("a discard leaves an entry alone that isn't the letter's, and needs none")
  func discardedWithoutEntry() async throws {
    try await TestStreams.with { streams in
      let ids = [5, 6].map { RedisStreamID(milliseconds: $0, sequence: 0) }
      try await streams.bury([fields(0), fields(1)], in: key, ids: ids)
      _ = try await streams.redis.send(KeyDelete(keys: [key.text]))
      _ = try await streams.redis.send(StreamAdd(key: key.text, id: ids[0], fields: fields(9)))
      let discards = try await DeadLetterStore(redis: streams.redis).discard(try await letters(streams))
      #expect(discards == [.letter, .letter])
      #expect(try await streams.redis.send(StreamLength(key: key.text)) == 1)
    }
  }

  @Test("each filter finds its letters and no others, in thousands of them")
  func filters() async throws {
    try await TestStreams.with { streams in
      let keys = [
        StreamKey(.agentAction, tenant: tenant(1)), StreamKey(.agentAction, tenant: tenant(2)),
        StreamKey(.dealStage, tenant: tenant(1)), StreamKey(shared: .agentAction),
        StreamKey(.calibrationUpdated, tenant: tenant(1)),
      ]
      let event = "6f1d3c3e-0000-4000-8000-00000000a001"
      for (number, key) in keys.enumerated() {
        var entries = (0..<700).map { fields($0) }
        if key.tenant == nil { entries[3] = [RedisField("tenant_id", "\(tenant(1))"), RedisField("event_id", event)] }
        if number == 1 { entries[4] = [RedisField("ce_id", event.uppercased())] }
        try await streams.bury(entries, in: key) { $0.isMultiple(of: 7) ? .tooLarge : .invalidJSON }
      }
      #expect(try await letters(streams).count == 3500)
      func count(_ filter: DeadLetterFilter) async throws -> Int { try await letters(streams, filter).count }
      #expect(try await count(.init(stream: .eventType(.agentAction))) == 2100)
      #expect(try await count(.init(stream: .key(keys[2]))) == 700)
      #expect(try await count(.init(stream: .key(StreamKey(shared: .dealStage)))) == 0)
      #expect(try await count(.init(tenant: tenant(1))) == 2101)
      #expect(try await count(.init(stream: .eventType(.agentAction), tenant: tenant(1))) == 701)
      #expect(try await count(.init(reason: .tooLarge)) == 500)
      #expect(try await count(.init(reason: .deliveryLimit)) == 0)
      let all = try await letters(streams, .init(stream: .key(keys[1])))
      let found = try await letters(streams, .init(identity: .event(try #require(EventID(text: event)))))
      #expect(found.map(\.key) == [keys[3], keys[1]])
      let one = all[456]
      #expect(
        try await letters(streams, .init(identity: .entry(one.id))).contains { $0.id == one.id && $0.key == one.key }
      )
      let original = try #require(one.originalID)
      #expect(
        try await letters(streams, .init(stream: .key(keys[1]), identity: .entry(original))).map(\.id) == [one.id]
      )
      let only = try await DeadLetterWalk(over: streams.redis, groups: [.calibrationAggregators], filter: .init())
      #expect(only.keys == [keys[4]])
    }
  }

  @Test("a walk sees what lay there when it began, and nothing that came after")
  func bounded() async throws {
    try await TestStreams.with { streams in
      try await streams.bury((0..<50).map { fields($0) }, in: key)
      var walk = try await DeadLetterWalk(over: streams.redis, groups: [.outcomeWorkers], filter: .init())
      var seen: [RedisStreamID] = []
      while let page = try await walk.next(over: streams.redis) {
        seen += page.map(\.id)
        _ = try await DeadLetterStore(redis: streams.redis).replace(page.map { ($0, again) }, at: now)
      }
      #expect(seen.count == 50 && Set(seen).count == 50)
      #expect(try await letters(streams).map(\.content.retryCount) == Array(repeating: 1, count: 50))
    }
  }

  @Test("letters that something else wrote can be walked, replaced and discarded")
  func foreign() async throws {
    try await TestStreams.with { streams in
      for _ in 0..<2 {
        _ = try await streams.redis.send(
          StreamAdd(key: key.deadLetterText, fields: [RedisField("x", "1"), RedisField("_dlq_reason", "unheard_of")])
        )
      }
      let store = DeadLetterStore(redis: streams.redis)
      try await store.repairIndexes(of: [key])
      let found = try await letters(streams)
      #expect(found.map(\.content.reason) == [nil, nil] && found.map(\.content.reasonCode).first == "unheard_of")
      #expect(try await store.replace([(found[0], again)], at: now).compactMap(\.self).count == 1)
      #expect(try await store.discard(try await letters(streams)) == [.letter, .letter])
      #expect(try await letters(streams).isEmpty)
    }
  }
}

extension TestStreams {
  /// Adds entries to a stream and buries them.
  func bury(
    _ entries: [[RedisField]],
    in key: StreamKey,
    ids: [RedisStreamID]? = nil,
    reason: (Int) -> RefusalReason = { _ in .invalidField }
  ) async throws {
    let group = ConsumerGroup.allCases.first { $0.eventTypes.contains(key.eventType) } ?? .outcomeWorkers
    _ = try await redis.send(
      StreamGroupCreate(key: key.text, group: group.rawValue, position: .after(.minimum), createsStream: true)
    )
    let commands = entries.indices.map { StreamAdd(key: key.text, id: ids?[$0], fields: entries[$0]) }
    _ = try await redis.pipeline(commands).map { try $0.get() }
    let read = StreamReadGroup(group: group.rawValue, consumer: "reader", keys: [key.text], count: entries.count)
    let delivered = try await redis.send(read).first?.entries ?? []
    let burials = delivered.enumerated().map { index, entry in
      DeadLetterQueue.Burial(
        entry: DeliveredEntry(key: key, entry: entry),
        refusal: Refusal(reason(index), field: "data", message: "Field `data` is wrong.")
      )
    }
    let queue = DeadLetterQueue(group: group, consumer: "reader", redis: redis)
    _ = try await queue.bury(burials, at: Timestamp(microseconds: 1_770_000_000_000_000))
  }
}
