import EventModel
import RedisClient

/// An entry among the dead letters.
struct Letter: Sendable {
  let stream: String
  let originalID: String
  let reason: String
  /// The mark, or else the identity of the event.
  let identity: String

  init(_ entry: RedisStreamEntry) {
    let text = { (name: String) in String(decoding: entry[name] ?? [], as: UTF8.self) }
    stream = text(DeadLetter.originalStreamField)
    originalID = text(DeadLetter.originalIDField)
    reason = text(DeadLetter.reasonField)
    let mark = text(LoadEntry.markField)
    identity = mark.isEmpty ? LoadEntry.identity(tenant: text("tenant_id"), event: text("event_id")) : mark
  }

  /// All letters of all streams.
  static func all(in redis: RedisConnection) async throws -> [Letter] {
    var letters: [Letter] = []
    for key in try await keys(of: redis, type: "stream") where key.hasSuffix(":dlq") {
      letters += try await redis.send(StreamRange(key: key)).map(Letter.init)
    }
    return letters
  }

  /// The keys of a type, in order.
  static func keys(of redis: RedisConnection, type: String) async throws -> [String] {
    var keys: Set<String> = []
    var cursor: UInt64 = 0
    repeat {
      let page = try await redis.send(Scan(cursor: cursor, count: 1000, type: type))
      keys.formUnion(page.keys)
      cursor = page.cursor
    } while cursor != 0
    return keys.sorted()
  }
}
