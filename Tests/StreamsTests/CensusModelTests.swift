import Delivery
import EventModel
import RedisClient
import Streams
import TestSupport
import Testing

/// Random lives of a stream against a model that knows every entry.
@Suite(.timeLimit(.minutes(5))) struct CensusModelTests {
  @Test("every loss is found once, a backlog is right or unknown", arguments: UInt64(1)...4, [false, true])
  func losses(seed: UInt64, deletes: Bool) async throws {
    try await TestStreams.with { streams in
      var model = try await CensusModel(streams, seed: seed, deletes: deletes)
      for _ in 0..<100 {
        try await model.step()
        try await model.compareBacklog()
      }
      try await model.readAll()
      try await model.look()
      // Where an entry was deleted ahead of a group that was made again, Redis stops counting: then a bound is known.
      #expect(model.found <= model.lost && model.lost <= model.found + model.uncertain, "seed \(seed)")
      #expect(deletes || model.found == model.lost && model.uncertain == 0, "seed \(seed)")
      let backlog = try await StreamBacklog(of: model.key, group: model.group, redis: streams.redis)
      #expect(backlog?.lostCount == model.found, "seed \(seed)")
      #expect(model.lost > 0, "seed \(seed) never lost anything")
    }
  }

  @Test("our own trimming never removes what a group hasn't acknowledged", arguments: UInt64(11)...14)
  func trimming(seed: UInt64) async throws {
    // Blocks of few entries, so that trimming by blocks removes some.
    try await TestStreams.with(.init(arguments: ["--stream-node-max-entries", "4"])) { streams in
      var model = try await CensusModel(streams, seed: seed, trims: true, deletes: true)
      for _ in 0..<120 {
        try await model.step()
        try await model.compareKept()
      }
      #expect(model.lost == 0 && model.found == 0 && model.uncertain == 0, "seed \(seed)")
      #expect(model.trimmedCount > 0, "seed \(seed) never trimmed anything")
      _ = try await streams.redis.send(StreamGroupDestroy(key: model.key.text, group: model.group.rawValue))
      #expect(try await model.trim() == 0, "without our group nothing is trimmed; seed \(seed)")
    }
  }
}

/// One stream, what was done to it, and what must follow.
private struct CensusModel {
  let key = StreamKey(.agentAction, tenant: tenant(1))
  let group = ConsumerGroup.outcomeWorkers
  /// Somebody else's group on the same stream.
  private static let foreign = "somebody"

  private(set) var lost = 0
  private(set) var found = 0
  private(set) var uncertain = 0
  private(set) var trimmedCount = 0
  private let streams: TestStreams
  private let seed: UInt64
  /// Whether we trim, and nobody else.
  private let trims: Bool
  /// Whether read entries are deleted one by one.
  private let deletes: Bool
  private var generator: TestGenerator
  private var entries: [RedisStreamID] = []
  private var delivered = RedisStreamID.minimum
  private var pending: Set<RedisStreamID> = []
  private var foreignDelivered = RedisStreamID.minimum
  private var foreignPending: Set<RedisStreamID> = []
  private var addedCount = 0

  init(_ streams: TestStreams, seed: UInt64, trims: Bool = false, deletes: Bool) async throws {
    self.streams = streams
    self.seed = seed
    self.trims = trims
    self.deletes = deletes
    generator = TestGenerator(seed: seed)
    try await StreamDirectory(group: group, redis: streams.redis).createGroups(of: [key])
    if trims { try await streams.redis.send(StreamGroupCreate(key: key.text, group: Self.foreign)) }
  }

  private var unread: [RedisStreamID] { entries.filter { $0 > delivered } }

  /// One random thing that producers, workers or operators do.
  mutating func step() async throws {
    switch Int.random(in: 0..<100, using: &generator) {
    case 0..<30: try await add(generator.pick(trims ? [1, 3, 40] : [1, 3, 40, 1300]))
    case 30..<55: try await read(generator.pick([1, 5, 50, 2000]))
    case 55..<65: try await acknowledge()
    case 65..<72 where deletes: try await deleteRead()
    case 72..<80 where trims: try await readForeign()
    case 80..<90 where trims: trimmedCount += try await trim()
    case 72..<84 where !trims: try await cutOff()
    case 90..<93 where !trims: try await makeGroupAgain()
    default: try await look()
    }
  }

  mutating func look() async throws {
    for finding in try await StreamCensus(group: group, redis: streams.redis).take(of: [key]) {
      found += finding.lostCount
      uncertain += finding.uncertainCount
    }
    #expect(found <= lost, "more was found than lost; seed \(seed)")
  }

  mutating func readAll() async throws {
    while !unread.isEmpty { try await read(2000) }
  }

  func compareBacklog() async throws {
    let backlog = try #require(try await StreamBacklog(of: key, group: group, redis: streams.redis))
    #expect(backlog.unreadCount == nil || backlog.unreadCount == unread.count, "seed \(seed)")
    #expect(backlog.unreadCount != nil || unread.count >= 1000, "so few can be counted; seed \(seed)")
    #expect(backlog.pendingCount == pending.count && backlog.length == entries.count, "seed \(seed)")
    #expect(backlog.oldestWaiting == [unread.first, pending.min()].compactMap(\.self).min(), "seed \(seed)")
  }

  /// Nothing that a group still needs is gone.
  mutating func compareKept() async throws {
    let kept = try await streams.redis.send(StreamRange(key: key.text)).map(\.id)
    let needed = Set(
      entries.filter { $0 > delivered || pending.contains($0) || $0 > foreignDelivered || foreignPending.contains($0) }
    )
    #expect(needed.isSubset(of: kept), "seed \(seed)")
    entries = kept
  }

  mutating func trim() async throws -> Int {
    try await StreamTrimmer(group: group, redis: streams.redis).trim([key], olderThan: .zero)
  }

  private mutating func add(_ count: Int) async throws {
    entries += try await streams.add(addedCount..<addedCount + count, to: key.text)
    addedCount += count
  }

  private mutating func read(_ count: Int) async throws {
    let read = StreamReadGroup(group: group.rawValue, consumer: "reader", keys: [key.text], count: count)
    let ids = try await streams.redis.send(read).flatMap { $0.entries.map(\.id) }
    #expect(ids == Array(unread.prefix(count)), "seed \(seed)")
    pending.formUnion(ids)
    delivered = ids.last ?? delivered
  }

  private mutating func acknowledge() async throws {
    let ids = pending.sorted().filter { _ in generator.chance(70) }
    if ids.isEmpty { return }
    _ = try await streams.redis.send(StreamAcknowledge(key: key.text, group: group.rawValue, ids: ids))
    pending.subtract(ids)
  }

  private mutating func readForeign() async throws {
    let read = StreamReadGroup(group: Self.foreign, consumer: "other", keys: [key.text], count: 700)
    let ids = try await streams.redis.send(read).flatMap { $0.entries.map(\.id) }
    foreignDelivered = ids.last ?? foreignDelivered
    foreignPending.formUnion(ids)
    let done = foreignPending.sorted().filter { _ in generator.chance(80) }
    if done.isEmpty { return }
    _ = try await streams.redis.send(StreamAcknowledge(key: key.text, group: Self.foreign, ids: done))
    foreignPending.subtract(done)
  }

  private mutating func deleteRead() async throws {
    let ids = entries.filter { $0 <= delivered && !pending.contains($0) && generator.chance(5) }
    if ids.isEmpty { return }
    _ = try await streams.redis.send(StreamDelete(key: key.text, ids: ids))
    entries.removeAll(where: Set(ids).contains)
  }

  private mutating func cutOff() async throws {
    let count = generator.pick([0, 1, 10, 1200, 3000])
    let gone = entries.dropLast(count)
    lost += gone.count { $0 > delivered }
    try await streams.trim(key, toLast: count)
    entries = Array(entries.suffix(count))
  }

  /// What was lost before isn't the new group's: it is looked for first.
  private mutating func makeGroupAgain() async throws {
    try await look()
    if try #require(try await StreamBacklog(of: key, group: group, redis: streams.redis)).unreadCount == nil { return }
    _ = try await streams.redis.send(StreamGroupDestroy(key: key.text, group: group.rawValue))
    try await StreamDirectory(group: group, redis: streams.redis).createGroups(of: [key])
    delivered = .minimum
    pending = []
  }
}
