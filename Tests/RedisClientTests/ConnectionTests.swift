import RedisClient
import TestSupport
import Testing

@Suite("RedisConnection")
struct ConnectionTests {
  @Test("the first call connects")
  func lazyConnect() async throws {
    let redis = try await TestRedis.connection()
    #expect(redis.generation == 0)
    try await redis.send(Ping())
    #expect(redis.generation == 1)
    try await redis.connect()
    #expect(redis.generation == 1)
  }

  @Test("a closed connection refuses calls")
  func closed() async throws {
    let redis = try await TestRedis.connection()
    try await redis.connect()
    await redis.close()
    let error = await RedisError.thrown { () throws(RedisError) in try await redis.send(Ping()) }
    #expect(error?.code == .closed)
    #expect(error?.isRetriable == false)
  }

  @Test("unix sockets work, with a database from the URL")
  func unixSocket() async throws {
    try await RedisServerProcess.withServer { server in
      let redis = RedisConnection(configuration: try RedisConfiguration(url: server.socketURL + "?db=3"), name: "unix")
      try await redis.send(StringSet(key: "k", value: [UInt8]("v")))
      let keyspace = try await redis.send(ServerInfo(section: "keyspace"))
      #expect(keyspace.keys.sorted() == ["db3"])
    }
  }
}
