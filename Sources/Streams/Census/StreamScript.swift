public import Delivery
import RedisClient

/// A script that is run for one stream after the other, many in a round trip.
struct StreamScript: Sendable {
  /// Streams of one round trip: other clients are served between the scripts, and the answers stay small.
  private static let pageCountMax = 500

  private let script: RedisScript

  /// - Parameter source: Lua with the stream as `KEYS[1]`, its losses as `KEYS[2]` and its dead letters as `KEYS[3]`;
  ///   `ARGV[1]` is the group, `ARGV[2]` the server's run.
  init(_ source: String) {
    script = RedisScript(source: source)
  }

  /// Runs the script for each stream.
  /// - Parameter arguments: from `ARGV[3]` on.
  /// - Returns: in the order of the streams; a refusal is the result of that stream alone.
  func run(
    for keys: [StreamKey],
    group: ConsumerGroup,
    on run: ServerRun,
    arguments: [String] = [],
    over redis: RedisConnection
  ) async throws(RedisError) -> [Result<RedisReply, RedisError>] {
    var results: [Result<RedisReply, RedisError>] = []
    results.reserveCapacity(keys.count)
    let arguments = [group.rawValue, run.id] + arguments
    for start in stride(from: 0, to: keys.count, by: Self.pageCountMax) {
      let calls = keys[start..<min(start + Self.pageCountMax, keys.count)].map { key in
        EvaluateCached(
          script,
          keys: [key.text, key.lossesText, key.deadLetterText],
          arguments: arguments.map { Array($0.utf8) }
        )
      }
      results += try await send(calls, on: run, over: redis)
    }
    return results
  }

  /// A server that doesn't know the script has refused it for every stream; it is taught the script, and asked again.
  private func send(
    _ calls: [EvaluateCached],
    on run: ServerRun,
    over redis: RedisConnection
  ) async throws(RedisError) -> [Result<RedisReply, RedisError>] {
    var results = try await redis.pipeline(calls, generation: run.generation)
    let refused = results.indices.filter { results[$0].isUnknownScript }
    if refused.isEmpty { return results }
    _ = try await redis.pipeline([ScriptLoad(script)], generation: run.generation)[0].get()
    let repeated = try await redis.pipeline(refused.map { calls[$0] }, generation: run.generation)
    for (index, result) in zip(refused, repeated) { results[index] = result }
    return results
  }
}

extension StreamKey {
  /// What is kept about the losses of the stream: a hash with, by group, the entries that were cut off unread, and what
  /// the last look saw.
  public var lossesText: String { text + Self.lossesSuffix }

  /// The stream whose losses a key holds; `nil` for another key.
  init?(lossesText: String) {
    guard lossesText.hasSuffix(Self.lossesSuffix) else { return nil }
    self.init(text: String(lossesText.dropLast(Self.lossesSuffix.count)))
  }

  private static let lossesSuffix = ":losses"
}

extension Result<RedisReply, RedisError> {
  fileprivate var isUnknownScript: Bool {
    if case .failure(let error) = self { return error.code == .server("NOSCRIPT") }
    return false
  }
}
