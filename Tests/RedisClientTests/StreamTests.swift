import RedisClient
import Testing

@Suite("Stream commands against a server")
struct StreamTests {
  private let field = RedisField("a", "b")

  private func id(_ milliseconds: UInt64) -> RedisStreamID { RedisStreamID(milliseconds: milliseconds, sequence: 0) }

  private func fill(_ key: String, _ count: UInt64, over redis: RedisConnection) async throws {
    let results = try await redis.pipeline((1...count).map { StreamAdd(key: key, id: id($0), fields: [field]) })
    for result in results { _ = try result.get() }
  }

  @Test("entries are added with given and with the server's ids")
  func add() async throws {
    let redis = try await TestRedis.connection()
    let key = TestRedis.key()
    #expect(try await redis.send(StreamAdd(key: key, id: id(5), fields: [field])) == id(5))
    let own = try await redis.send(StreamAdd(key: key, fields: [field]))
    #expect(own > id(5))
    #expect(try await redis.send(StreamAdd(key: key, fields: [field])) > own)
    let error = await RedisError.thrown { () throws(RedisError) in
      try await redis.send(StreamAdd(key: key, id: id(5), fields: [field]))
    }
    #expect(error?.code == .server("ERR"))
    #expect(try await redis.send(StreamLength(key: key)) == 3)
  }

  @Test("fields keep their order, their repetitions and every byte")
  func fields() async throws {
    let redis = try await TestRedis.connection()
    let key = TestRedis.key()
    let fields = [RedisField(name: [], value: []), RedisField(name: [0, 10], value: [255]), field, field]
    let id = try await redis.send(StreamAdd(key: key, fields: fields))
    let entries = try await redis.send(StreamRange(key: key))
    #expect(entries == [RedisStreamEntry(id: id, fields: fields)])
    #expect(entries.first?["a"] == [UInt8]("b"))
    #expect(entries.first?["z"] == nil)
  }

  @Test("ranges go both ways, with bounds inside and outside")
  func range() async throws {
    let redis = try await TestRedis.connection()
    let key = TestRedis.key()
    try await fill(key, 5, over: redis)
    func ids(_ command: StreamRange) async throws -> [UInt64] {
      try await redis.send(command).map(\.id.milliseconds)
    }
    #expect(try await ids(StreamRange(key: key)) == [1, 2, 3, 4, 5])
    #expect(try await ids(StreamRange(key: key, order: .newestFirst)) == [5, 4, 3, 2, 1])
    #expect(try await ids(StreamRange(key: key, from: .excluding(id(2)), count: 2)) == [3, 4])
    #expect(try await ids(StreamRange(key: key, from: .including(id(2)), to: .excluding(id(4)))) == [2, 3])
    #expect(try await ids(StreamRange(key: key, from: .excluding(id(1)), count: 1, order: .newestFirst)) == [5])
    #expect(try await ids(StreamRange(key: key + "-")).isEmpty)
  }

  @Test("trimming and deleting tell how many went")
  func trim() async throws {
    let redis = try await TestRedis.connection()
    let key = TestRedis.key()
    try await fill(key, 10, over: redis)
    #expect(try await redis.send(StreamTrim(key: key, .length(8, exactly: true))) == 2)
    #expect(try await redis.send(StreamTrim(key: key, .before(id(5), exactly: true))) == 2)
    #expect(try await redis.send(StreamTrim(key: key, .length(1))) == 0)
    #expect(try await redis.send(StreamDelete(key: key, ids: [id(1), id(6), id(7)])) == 2)
    try await redis.send(StreamAdd(key: key, id: id(11), fields: [field], trim: .length(1, exactly: true)))
    #expect(try await redis.send(StreamRange(key: key)).map(\.id) == [id(11)])
  }
}
