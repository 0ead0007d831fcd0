import RedisClient
import Testing

@Suite("Consumer groups against a server")
struct StreamGroupTests {
  private let field = RedisField("a", "b")

  private func id(_ milliseconds: UInt64) -> RedisStreamID { RedisStreamID(milliseconds: milliseconds, sequence: 0) }

  /// A stream of the ids 1 to `count`, with the group "g".
  private func makeStream(_ count: UInt64, test: String = #function) async throws -> (RedisConnection, String) {
    let redis = try await TestRedis.connection()
    let key = TestRedis.key(test)
    #expect(try await redis.send(StreamGroupCreate(key: key, group: "g")))
    for number in 0..<count {
      try await redis.send(StreamAdd(key: key, id: id(number + 1), fields: [field]))
    }
    return (redis, key)
  }

  @Test("creating a group again says so and changes nothing")
  func create() async throws {
    let (redis, key) = try await makeStream(2)
    #expect(try await redis.send(StreamGroupCreate(key: key, group: "g", position: .end)) == false)
    #expect(try await redis.send(StreamGroupCreate(key: key, group: "h", position: .end)))
    let positions = try await redis.send(StreamGroups(key: key)).map(\.lastDeliveredID)
    #expect(positions == [.minimum, id(2)])
    let missing = await RedisError.thrown { () throws(RedisError) in
      try await redis.send(StreamGroupCreate(key: key + "-", group: "g", createsStream: false))
    }
    #expect(missing?.code == .server("ERR"))
    #expect(try await redis.send(StreamGroupDestroy(key: key, group: "h")))
    #expect(try await redis.send(StreamGroupDestroy(key: key, group: "h")) == false)
  }

  @Test("a read gives new entries of many streams, then nothing, then the pending ones again")
  func read() async throws {
    let (redis, key) = try await makeStream(3)
    let other = key + ":other"
    try await redis.send(StreamGroupCreate(key: other, group: "g"))
    let read = StreamReadGroup(group: "g", consumer: "c", keys: [other, key], count: 2)
    let first = try await redis.send(read)
    #expect(first.map(\.key) == [key])
    #expect(first.first?.entries.map(\.id) == [id(1), id(2)])
    try await redis.send(StreamAdd(key: other, id: id(9), fields: [field]))
    #expect(try await redis.send(read).map(\.key) == [other, key])
    #expect(try await redis.send(read).isEmpty)
    #expect(
      try await redis.send(
        StreamReadGroup(group: "g", consumer: "c", keys: [key], block: .milliseconds(1))
      ).isEmpty
    )
    try await redis.send(StreamDelete(key: key, ids: [id(2)]))
    try await redis.send(StreamAcknowledge(key: key, group: "g", ids: [id(1)]))
    let own = StreamReadGroup(
      group: "g",
      consumer: "c",
      streams: [.init(key: key, position: .pending(after: .minimum))]
    )
    #expect(
      try await redis.send(own).first?.entries == [
        RedisStreamEntry(id: id(2), fields: nil), RedisStreamEntry(id: id(3), fields: [field]),
      ]
    )
  }

  @Test("a lost group is refused with NOGROUP")
  func noGroup() async throws {
    let (redis, key) = try await makeStream(1)
    try await redis.send(StreamGroupDestroy(key: key, group: "g"))
    let error = await RedisError.thrown { () throws(RedisError) in
      try await redis.send(StreamReadGroup(group: "g", consumer: "c", keys: [key], block: .seconds(1)))
    }
    #expect(error?.code == .server("NOGROUP"))
    #expect(error?.isRetriable == false)
  }

  @Test("pending entries are summed up and listed")
  func pending() async throws {
    let (redis, key) = try await makeStream(5)
    let empty = try await redis.send(StreamPendingSummary(key: key, group: "g"))
    #expect(empty.count == 0 && empty.ids == nil && empty.countByConsumer.isEmpty)
    try await redis.send(StreamReadGroup(group: "g", consumer: "c", keys: [key], count: 3))
    try await redis.send(StreamReadGroup(group: "g", consumer: "d", keys: [key]))
    let summary = try await redis.send(StreamPendingSummary(key: key, group: "g"))
    #expect(summary.count == 5 && summary.ids == id(1)...id(5) && summary.countByConsumer == ["c": 3, "d": 2])
    let entries = try await redis.send(StreamPendingEntries(key: key, group: "g", count: 10, consumer: "d"))
    #expect(entries.map(\.id) == [id(4), id(5)])
    #expect(entries.allSatisfy { $0.consumer == "d" && $0.deliveryCount == 1 && $0.idle < .seconds(60) })
    let after = StreamPendingEntries(key: key, group: "g", from: .excluding(id(1)), to: .including(id(4)), count: 2)
    #expect(try await redis.send(after).map(\.id) == [id(2), id(3)])
    let idle = StreamPendingEntries(key: key, group: "g", count: 10, minimumIdle: .seconds(3600))
    #expect(try await redis.send(idle).isEmpty)
  }

  @Test("a claim takes what is pending and idle, and counts a delivery")
  func claim() async throws {
    let (redis, key) = try await makeStream(3)
    try await redis.send(StreamReadGroup(group: "g", consumer: "c", keys: [key], count: 2))
    let claim = { StreamClaim(key: key, group: "g", consumer: "d", minimumIdle: $0, ids: [id(2), id(3)]) }
    #expect(try await redis.send(claim(.seconds(3600))).isEmpty)
    #expect(try await redis.send(claim(.zero)) == [RedisStreamEntry(id: id(2), fields: [field])])
    let pending = try await redis.send(StreamPendingEntries(key: key, group: "g", count: 10))
    #expect(pending.map(\.deliveryCount) == [1, 2])
    #expect(pending.map(\.consumer) == ["c", "d"])
  }

  @Test("groups tell their lag, or that it isn't known")
  func groups() async throws {
    let (redis, key) = try await makeStream(5)
    try await redis.send(StreamReadGroup(group: "g", consumer: "c", keys: [key], count: 2))
    let group = try #require(try await redis.send(StreamGroups(key: key)).first)
    #expect(group.name == "g" && group.consumerCount == 1 && group.pendingCount == 2)
    #expect(group.lastDeliveredID == id(2) && group.readCount == 2 && group.lag == 3)
    try await redis.send(StreamGroupSetID(key: key, group: "g", position: .after(id(3))))
    try await redis.send(StreamDelete(key: key, ids: [id(4)]))
    let unknown = try #require(try await redis.send(StreamGroups(key: key)).first)
    #expect(unknown.lastDeliveredID == id(3) && unknown.lag == nil && unknown.readCount == nil)
    let missing = await RedisError.thrown { () throws(RedisError) in
      try await redis.send(StreamGroups(key: key + "-"))
    }
    #expect(missing?.isMissingKey == true)
  }

  @Test("consumers are listed with what is pending for them")
  func consumers() async throws {
    let (redis, key) = try await makeStream(1)
    try await redis.send(RawCommand(["XGROUP", "CREATECONSUMER", key, "g", "c"]))
    try await redis.send(StreamReadGroup(group: "g", consumer: "d", keys: [key]))
    let consumers = try await redis.send(StreamConsumers(key: key, group: "g"))
    #expect(consumers.map(\.name) == ["c", "d"] && consumers.map(\.pendingCount) == [0, 1])
  }
}
