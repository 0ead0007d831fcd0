import RedisClient

/// One life of a Redis server's process, and the connection that leads to it.
///
/// What a server keeps in no file ends with its process. A group's count of read entries is such a thing: Redis 7.0
/// writes it neither to the append-only file nor to replicas when entries are read.
struct ServerRun: Sendable {
  /// `run_id` of `INFO`: another one after a restart, and on another server.
  let id: String
  /// Of the connection. While it stays the same, so does the server's process.
  let generation: UInt64

  /// The server that a connection leads to now.
  static func current(of redis: RedisConnection) async throws(RedisError) -> ServerRun {
    try await redis.connect()
    let generation = redis.generation
    let answer = try await redis.pipeline([ServerInfo(section: "server")], generation: generation)[0]
    // A user who may not ask: nothing is taken for the same process, so that counts are unknown rather than wrong.
    if case .failure(let error) = answer, error.code == .server("NOPERM") {
      return ServerRun(id: String(UInt64.random(in: .min ... .max), radix: 16), generation: generation)
    }
    guard let id = try answer.get()["run_id"] else {
      throw RedisError(code: .unexpectedReply, message: "INFO server lacks the field run_id")
    }
    return ServerRun(id: id, generation: generation)
  }
}
