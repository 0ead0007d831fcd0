extension RedisConnection {
  /// Runs a script by its digest, and by its source if the server doesn't know it (after a restart or `SCRIPT FLUSH`).
  public nonisolated func evaluate(
    _ script: RedisScript,
    keys: [String] = [],
    arguments: [[UInt8]] = []
  ) async throws(RedisError) -> RedisReply {
    do throws(RedisError) {
      return try await send(EvaluateCached(script, keys: keys, arguments: arguments))
    } catch {
      guard error.code == .server("NOSCRIPT") else { throw error }
      return try await send(Evaluate(script, keys: keys, arguments: arguments))
    }
  }
}
