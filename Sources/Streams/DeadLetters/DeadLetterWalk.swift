public import Delivery
import EventModel
public import RedisClient

/// Goes through the letters that a filter means, stream by stream, oldest first, page by page.
///
/// It sees what lay there when it began: a letter that comes while it goes, such as one that returned from a replay, is
/// left to the next walk.
public struct DeadLetterWalk: Sendable {
  private let filter: DeadLetterFilter
  private var ends: [(key: StreamKey, last: RedisStreamID)]
  private var pages: StreamPages?
  private var current: StreamKey?

  /// The streams that it goes through: those with letters, in the order of their names.
  public let keys: [StreamKey]
  /// The letters of these streams when it began, whether they are meant or not.
  public let totalCount: Int
  /// How many of them it has passed.
  public private(set) var passedCount = 0

  /// How much of its way is behind it, in 0...1.
  public var passedFraction: Double {
    totalCount == 0 ? 1 : min(1, Double(passedCount) / Double(totalCount))
  }

  /// Looks which streams have letters, and where they end.
  /// - Parameter groups: whose streams.
  public init(
    over redis: RedisConnection,
    groups: [ConsumerGroup],
    filter: DeadLetterFilter
  ) async throws(RedisError) {
    let types = Set(groups.flatMap(\.eventTypes))
    let candidates =
      switch filter.stream {
      case .key(let key)?: [key]
      case .eventType?, nil: try await Self.find(over: redis)
      }
    try await self.init(over: redis, keys: candidates.filter { types.contains($0.eventType) }, filter: filter)
  }

  /// Over the letters of these streams alone, without a look at any other key.
  public init(
    over redis: RedisConnection,
    keys candidates: [StreamKey],
    filter: DeadLetterFilter
  ) async throws(RedisError) {
    self.filter = filter
    let found = candidates.filter(filter.includes)
    var ends: [(key: StreamKey, last: RedisStreamID)] = []
    var count = 0
    for key in found {
      let state = try await redis.evaluate(Self.state, keys: [key.deadLetterText])
      if case .null = state { continue }
      let parts = try state.elements()
      guard parts.count == 2, let last = RedisStreamID(try parts[0].text()) else {
        throw RedisError(
          code: .unexpectedReply,
          message: "the script that looks at letters answered what it never does"
        )
      }
      ends.append((key, last))
      count += Int(try parts[1].integer())
    }
    keys = ends.map(\.key)
    totalCount = count
    self.ends = ends.reversed()
  }

  /// The next letters that are meant, never none; `nil` at the end.
  public mutating func next(over redis: RedisConnection) async throws(RedisError) -> [BuriedEntry]? {
    while true {
      guard let key = current, var open = pages else {
        guard let (key, last) = ends.popLast() else { return nil }
        current = key
        pages = StreamPages(key: key.deadLetterText, to: .including(last))
        continue
      }
      guard let page = try await open.next(over: redis) else {
        pages = nil
        continue
      }
      pages = open
      passedCount += page.count
      let letters = page.map { BuriedEntry(key: key, letter: $0) }.filter(filter.includes)
      if !letters.isEmpty { return letters }
    }
  }

  private static func find(over redis: RedisConnection) async throws(RedisError) -> [StreamKey] {
    var found: Set<StreamKey> = []
    var cursor: UInt64 = 0
    repeat {
      let page = try await redis.send(Scan(cursor: cursor, pattern: "*events:*:dlq", count: 1000, type: "stream"))
      found.formUnion(page.keys.compactMap { StreamKey(deadLetterText: $0) })
      cursor = page.cursor
    } while cursor != 0
    return found.sorted { $0.text < $1.text }
  }

  /// The greatest id that the stream ever gave out, and its length; nothing where it doesn't exist. Asked of a script,
  /// because the command itself would send the first and the last entry along.
  private static let state = RedisScript(
    source: """
      if redis.call('EXISTS', KEYS[1]) == 0 then return false end
      local info = redis.call('XINFO', 'STREAM', KEYS[1])
      for i = 1, #info, 2 do
        if info[i] == 'last-generated-id' then return {info[i + 1], redis.call('XLEN', KEYS[1])} end
      end
      return redis.error_reply('ERR the server tells no last id')
      """
  )
}
