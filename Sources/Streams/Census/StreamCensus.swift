public import Delivery
import EventModel
public import RedisClient

/// Looks for entries that were removed before the group had been given them, as a producer's `MAXLEN` does to a group
/// that is behind.
///
/// Each loss is found once, whoever looks: the script that finds it adds it to the totals of the stream and notes how far
/// the look came, in one step. Entries that an operator deletes one by one (`XDEL`) are taken as meant, and count only
/// where nothing older is left.
public struct StreamCensus: Sendable {
  /// What one look at one stream found.
  public struct Finding: Hashable, Sendable {
    public let key: StreamKey
    /// Entries that were removed unread since the last look.
    public let lostCount: Int
    /// Where the server's process changed between the looks, or entries were deleted ahead of the group (`XDEL`), it may
    /// not be known how many were lost: at most so many, on top of ``lostCount``.
    public let uncertainCount: Int
  }

  private let group: ConsumerGroup
  private let redis: RedisConnection

  public init(group: ConsumerGroup, redis: RedisConnection) {
    self.group = group
    self.redis = redis
  }

  /// Looks at streams once. Those without the group are passed over, and so is a key of another type.
  /// - Returns: the streams where something was lost, or may have been.
  /// - Throws: a loss of the connection, or the first refusal, after all streams were looked at.
  public func take(of keys: [StreamKey]) async throws(RedisError) -> [Finding] {
    if keys.isEmpty { return [] }
    let run = try await ServerRun.current(of: redis)
    var findings: [Finding] = []
    var refusal: RedisError?
    for (key, result) in zip(keys, try await Self.script.run(for: keys, group: group, on: run, over: redis)) {
      do throws(RedisError) {
        if let finding = try Finding(key, try result.get()) { findings.append(finding) }
      } catch {
        refusal = refusal ?? error
      }
    }
    // What was found is not found again: it must not be lost with the refusal of another stream.
    if let refusal, findings.isEmpty { throw refusal }
    return findings
  }

  /// The total first: without memory Redis refuses it, and then nothing else may have happened. The counter is put right
  /// for Redis too, whose own `lag` follows from it.
  private static let script = StreamScript(
    StreamPositionScript.lua + """
      local position = look()
      if not position or not position.unread then return {0, 0} end
      local lost = position.lost or 0
      if lost > 0 then redis.call('HINCRBY', KEYS[2], ARGV[1], lost) end
      local text = string.format('%s %s %s %.0f %.0f %.0f', ARGV[2], position.delivered, position.deleted,
        position.added, position.removed, position.unread)
      if not position.checked or position.checked.text ~= text then
        redis.call('HSET', KEYS[2], ARGV[1] .. ':checked', text)
      end
      local read = position.added - position.unread
      if position.read ~= read then
        redis.call('XGROUP', 'SETID', KEYS[1], ARGV[1], position.delivered, 'ENTRIESREAD', read)
      end
      return {lost, position.lostMax}
      """
  )
}

extension StreamCensus.Finding {
  /// `nil` where nothing was lost.
  fileprivate init?(_ key: StreamKey, _ reply: RedisReply) throws(RedisError) {
    let numbers = try reply.elements()
    guard numbers.count == 2 else {
      throw RedisError(code: .unexpectedReply, message: "expected two numbers of a census, got \(numbers.count)")
    }
    let lostCount = Int(try numbers[0].integer())
    let uncertainCount = Int(try numbers[1].integer())
    if lostCount == 0, uncertainCount == 0 { return nil }
    self.init(key: key, lostCount: lostCount, uncertainCount: uncertainCount)
  }
}
