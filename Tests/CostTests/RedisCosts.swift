import RedisClient

/// What a Redis server has done, by its own count.
struct RedisCosts {
  let redis: RedisConnection

  /// Counts the commands of what `body` does, those that scripts call among them.
  func count(_ stage: String, _ body: () async throws -> Void) async throws -> [CostFigure] {
    try await redis.send(RawCommand(["CONFIG", "RESETSTAT"]))
    try await body()
    return try await redis.send(ServerInfo(section: "commandstats")).compactMap { name, text in
      let command = name.replacing("cmdstat_", with: "")
      if Self.own.contains(command) { return nil }
      guard let calls = text.split(separator: ",").first?.split(separator: "=").last.flatMap({ Int($0) }) else {
        throw RedisError(code: .unexpectedReply, message: "INFO says '\(name):\(text)'")
      }
      return CostFigure("\(stage).redis.\(command)", calls, .exact)
    }
  }

  /// What this asks itself.
  private static let own = ["config|resetstat", "info"]
}
