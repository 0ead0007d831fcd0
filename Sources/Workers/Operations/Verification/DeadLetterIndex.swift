import Delivery
import EventModel
import RedisClient

/// The ids of the entries of one stream that lie among its dead letters.
struct DeadLetterIndex {
  private static let pageCountMax = 1000

  private let key: StreamKey
  private let redis: RedisConnection
  private var ids: Set<String> = []
  private var last = RedisStreamID.minimum
  private var isLoaded = false

  init(key: StreamKey, redis: RedisConnection) {
    self.key = key
    self.redis = redis
  }

  /// Whether an entry was buried by now; letters that came since the last look are read too.
  mutating func contains(_ id: RedisStreamID) async throws(RedisError) -> Bool {
    if try await knows(id) { return true }
    try await load()
    return ids.contains(id.description)
  }

  /// Whether an entry was buried when the letters were last read.
  mutating func knows(_ id: RedisStreamID) async throws(RedisError) -> Bool {
    if !isLoaded { try await load() }
    return ids.contains(id.description)
  }

  private mutating func load() async throws(RedisError) {
    isLoaded = true
    let field = Array(DeadLetter.originalIDField.utf8)
    while true {
      let page = try await redis.send(
        StreamRange(key: key.deadLetterText, from: .excluding(last), count: Self.pageCountMax)
      )
      for letter in page {
        guard let value = letter.fields?.last(where: { $0.name == field })?.value else { continue }
        ids.insert(String(decoding: value, as: UTF8.self))
      }
      last = page.last?.id ?? last
      if page.count < Self.pageCountMax { return }
    }
  }
}
