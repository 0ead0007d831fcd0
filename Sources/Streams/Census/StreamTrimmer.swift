public import Delivery
public import RedisClient

/// Removes old entries that nobody needs any more: older than an age, and acknowledged by every group of the stream.
///
/// The decision and the removal are one step on the server. Nothing is removed from a stream without our own group, nor
/// beyond what the census last saw read, so that trimming of our own never looks like a loss.
public struct StreamTrimmer: Sendable {
  /// Entries that one step removes from one stream at most, about: Redis serves nobody else meanwhile.
  private static let stepCountMax = 10_000
  /// Steps over the streams of one call; the next call goes on.
  private static let stepsMax = 100

  private let group: ConsumerGroup
  private let redis: RedisConnection

  public init(group: ConsumerGroup, redis: RedisConnection) {
    self.group = group
    self.redis = redis
  }

  /// Trims streams. Redis removes whole blocks of entries (`XTRIM MINID ~`, a hundred by default), so that up to a block
  /// of what could go stays.
  /// - Parameter age: by the time in the entries' ids and the server's clock.
  /// - Returns: how many entries were removed.
  public func trim(_ keys: [StreamKey], olderThan age: Duration) async throws(RedisError) -> Int {
    let run = try await ServerRun.current(of: redis)
    let arguments = ["\(age.wholeMilliseconds)", "\(Self.stepCountMax)"]
    var removedCount = 0
    var keys = keys
    for _ in 0..<Self.stepsMax where !keys.isEmpty {
      var unfinished: [StreamKey] = []
      let results = try await Self.script.run(for: keys, group: group, on: run, arguments: arguments, over: redis)
      for (key, result) in zip(keys, results) {
        let count = Int(try result.get().integer())
        removedCount += count
        if count > 0 { unfinished.append(key) }
      }
      keys = unfinished
    }
    return removedCount
  }

  /// A group has acknowledged what lies before its oldest pending entry, or else before its last delivered one. The entry
  /// at the border stays.
  private static let script = StreamScript(
    StreamPositionScript.lua + """
      local position = look()
      if not position or not position.checked then return 0 end
      local border = string.format('%.0f-0', redis.call('TIME')[1] * 1000 - ARGV[3])
      local function lower(id)
        if isAfter(border, id) then border = id end
      end
      lower(position.checked.delivered)
      for _, group in ipairs(position.groups) do
        lower(group['last-delivered-id'])
        if group.pending > 0 then lower(redis.call('XPENDING', KEYS[1], group.name)[2]) end
      end
      return redis.call('XTRIM', KEYS[1], 'MINID', '~', border, 'LIMIT', ARGV[4])
      """
  )
}
