import RedisClient
import Testing

@Suite("Commands against a server")
struct CommandTests {
  @Test("a value is set, read, conditionally kept and deleted")
  func strings() async throws {
    let redis = try await TestRedis.connection()
    let key = TestRedis.key()
    #expect(try await redis.send(StringGet(key: key)) == nil)
    #expect(try await redis.send(StringSet(key: key, value: [UInt8]("1"), condition: .keyExists)) == false)
    #expect(try await redis.send(StringSet(key: key, value: [UInt8]("1"), condition: .keyIsMissing)))
    #expect(try await redis.send(StringSet(key: key, value: [UInt8]("2"), condition: .keyIsMissing)) == false)
    #expect(try await redis.send(StringGet(key: key)) == [UInt8]("1"))
    #expect(try await redis.send(KeyExists(keys: [key, key, key + "-"])) == 2)
    #expect(try await redis.send(StringSet(key: key, value: [], expiry: .seconds(100))))
    #expect(try await redis.send(RawCommand(["PTTL", key])).integer() > 90_000)
    #expect(try await redis.send(KeyDelete(keys: [key, key + "-"])) == 1)
    try await redis.send(StringSet(key: key, value: [0, 255]))
    #expect(try await redis.send(StringGetDelete(key: key)) == [0, 255])
    #expect(try await redis.send(StringGetDelete(key: key)) == nil)
  }

  @Test("a value of every byte and of 8 MB comes back unchanged")
  func binary() async throws {
    let redis = try await TestRedis.connection()
    let key = TestRedis.key()
    let everyByte = (UInt8.min...UInt8.max).map(\.self)
    var large: [UInt8] = []
    while large.count < 8 << 20 { large += everyByte }
    for value in [[], everyByte, large] {
      try await redis.send(StringSet(key: key, value: value))
      #expect(try await redis.send(StringGet(key: key)) == value)
    }
    try await redis.send(KeyDelete(keys: [key]))
  }

  @Test("hashes")
  func hashes() async throws {
    let redis = try await TestRedis.connection()
    let key = TestRedis.key()
    #expect(try await redis.send(HashGetAll(key: key)).isEmpty)
    let fields = [RedisField("a", "1"), RedisField(name: [0, 255], value: [10, 13])]
    #expect(try await redis.send(HashSet(key: key, fields: fields)) == 2)
    #expect(try await redis.send(HashSet(key: key, fields: fields)) == 0)
    #expect(Set(try await redis.send(HashGetAll(key: key))) == Set(fields))
    #expect(try await redis.send(HashGet(key: key, field: "a")) == [UInt8]("1"))
    #expect(try await redis.send(HashGet(key: key, field: "b")) == nil)
  }

  @Test("a scan finds every key of the type, and only those")
  func scan() async throws {
    let redis = try await TestRedis.connection()
    let prefix = TestRedis.key()
    let keys = (0..<200).map { "\(prefix):\($0)" }
    _ = try await redis.pipeline(keys.map { StreamGroupCreate(key: $0, group: "g") })
    try await redis.send(StringSet(key: prefix + ":string", value: []))
    var found: Set<String> = []
    var cursor: UInt64 = 0
    repeat {
      let page = try await redis.send(Scan(cursor: cursor, pattern: prefix + ":*", count: 50, type: "stream"))
      found.formUnion(page.keys)
      cursor = page.cursor
    } while cursor != 0
    #expect(found == Set(keys))
  }

  @Test("the server tells about itself")
  func server() async throws {
    let redis = try await TestRedis.connection()
    try await redis.send(Ping())
    let version = try #require(try await redis.send(ServerInfo(section: "server"))["redis_version"])
    #expect(version.contains("."))
    let time = try await redis.send(ServerTime())
    #expect(try await redis.send(ServerTime()) > time)
    #expect(time > 1_700_000_000_000_000)
    #expect(try await redis.send(Publish(channel: TestRedis.key(), message: [1])) == 0)
  }

  @Test("a refusal is an error with the server's code, and the connection goes on")
  func refusal() async throws {
    let redis = try await TestRedis.connection()
    let key = TestRedis.key()
    try await redis.send(StringSet(key: key, value: []))
    let error = await RedisError.thrown { () throws(RedisError) in try await redis.send(HashGetAll(key: key)) }
    #expect(error?.code == .server("WRONGTYPE"))
    let unknown = await RedisError.thrown { () throws(RedisError) in
      try await redis.send(RawCommand(["NOSUCH", "hush"]))
    }
    #expect(unknown.map { "\($0)" } == "server: ERR unknown command 'NOSUCH'")
    let shape = await RedisError.thrown { () throws(RedisError) in
      try await redis.send(Mismatched())
    }
    #expect(shape?.code == .unexpectedReply)
    #expect(redis.generation == 1)
  }

  private struct Mismatched: RedisCommand {
    func encode(into encoder: inout RedisCommandEncoder) {
      encoder.append("TIME")
    }

    static func decode(_ reply: RedisReply) throws(RedisError) -> Int64 {
      try reply.integer()
    }
  }

  @Test("a script runs by its digest, and by its source where the server forgot it")
  func script() async throws {
    let redis = try await TestRedis.connection()
    let key = TestRedis.key()
    let script = RedisScript(source: "return {KEYS[1], ARGV[1], redis.call('INCR', KEYS[1])} -- \(key)")
    let error = await RedisError.thrown { () throws(RedisError) in
      try await redis.send(EvaluateCached(script, keys: [key], arguments: [[0, 1]]))
    }
    #expect(error?.code == .server("NOSCRIPT"))
    for count in 1...3 as ClosedRange<Int64> {
      let reply = try await redis.evaluate(script, keys: [key], arguments: [[0, 1]])
      #expect(reply == .array([.string([UInt8](key)), .string([0, 1]), .integer(count)]))
    }
    #expect(try await redis.send(EvaluateCached(script, keys: [key], arguments: [[]])).elements().count == 3)
    let loaded = RedisScript(source: "return \(UInt64.random(in: 0...UInt64.max))")
    #expect(try await redis.send(ScriptLoad(loaded)) == loaded.digest)
  }
}
