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

  /// What one of several runs of a script is given.
  public struct ScriptInput: Sendable {
    public let keys: [String]
    public let arguments: [[UInt8]]

    public init(keys: [String], arguments: [[UInt8]]) {
      self.keys = keys
      self.arguments = arguments
    }
  }

  /// Runs a script once for each input, in their order and in one round trip; in three where the server doesn't know it.
  /// - Returns: an answer or a refusal for each input.
  public nonisolated func evaluate(
    _ script: RedisScript,
    each inputs: [ScriptInput]
  ) async throws(RedisError) -> [Result<RedisReply, RedisError>] {
    if inputs.isEmpty { return [] }
    let commands = inputs.map { EvaluateCached(script, keys: $0.keys, arguments: $0.arguments) }
    let results = try await pipeline(commands)
    // A server that doesn't know the script ran none of them.
    guard case .failure(let error) = results[0], error.code == .server("NOSCRIPT") else { return results }
    _ = try await send(ScriptLoad(script))
    return try await pipeline(commands)
  }
}
