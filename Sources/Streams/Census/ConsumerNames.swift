public import Delivery
public import RedisClient

/// Removes the names of consumers that are gone. Redis keeps every name that was ever given entries.
///
/// A name with pending entries stays: deleting it would take them from the pending list, and nobody would ever be given
/// them again. The look and the removal are one step on the server. A consumer that lives loses nothing with its name,
/// which comes back with its next entries.
public struct ConsumerNames: Sendable {
  private let group: ConsumerGroup
  private let redis: RedisConnection

  public init(group: ConsumerGroup, redis: RedisConnection) {
    self.group = group
    self.redis = redis
  }

  /// Removes names that were silent for a time.
  /// - Parameter silence: since they were last given an entry, or claimed one.
  /// - Returns: how many were removed, a name in two streams twice.
  @discardableResult
  public func removeSilent(for silence: Duration, from keys: [StreamKey]) async throws(RedisError) -> Int {
    try await remove(["\(silence.wholeMilliseconds)", ""], from: keys)
  }

  /// Removes the names of one process when it ends.
  /// - Parameter prefix: of the names; not empty.
  /// - Returns: how many were removed, a name in two streams twice.
  @discardableResult
  public func remove(prefixed prefix: String, from keys: [StreamKey]) async throws(RedisError) -> Int {
    precondition(!prefix.isEmpty, "every name begins with nothing")
    return try await remove(["0", prefix], from: keys)
  }

  private func remove(_ arguments: [String], from keys: [StreamKey]) async throws(RedisError) -> Int {
    if keys.isEmpty { return 0 }
    let run = try await ServerRun.current(of: redis)
    var count = 0
    for result in try await Self.script.run(for: keys, group: group, on: run, arguments: arguments, over: redis) {
      count += Int(try result.get().integer())
    }
    return count
  }

  /// Missing keys and groups, and keys of another type, have no names.
  private static let script = StreamScript(
    """
    local consumers = redis.pcall('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])
    if consumers.err then return 0 end
    local count = 0
    for _, list in ipairs(consumers) do
      local consumer = {}
      for index = 1, #list, 2 do consumer[list[index]] = list[index + 1] end
      if consumer.pending == 0 and consumer.idle >= tonumber(ARGV[3])
        and string.sub(consumer.name, 1, #ARGV[4]) == ARGV[4] then
        redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
        count = count + 1
      end
    end
    return count
    """
  )
}
