public import Delivery
public import EventModel
public import RedisClient

/// Finds streams by their keys.
public enum StreamSearch {
  private static let keysPerStep = 1000
  private static let deadLetterSuffix = ":dlq"

  /// The keys of the streams that exist, or whose dead letters do, in the order of their text: found step by step, so
  /// that no step blocks the server.
  public static func keys(of tenant: TenantID?, redis: RedisConnection) async throws(RedisError) -> [StreamKey] {
    var found: Set<StreamKey> = []
    var cursor: UInt64 = 0
    repeat {
      let page = try await redis.send(Scan(cursor: cursor, pattern: "*events:*", count: keysPerStep, type: "stream"))
      for text in page.keys {
        let name = text.hasSuffix(deadLetterSuffix) ? String(text.dropLast(deadLetterSuffix.count)) : text
        guard let key = StreamKey(text: name) else { continue }
        if tenant == nil || key.tenant == nil || key.tenant == tenant { found.insert(key) }
      }
      cursor = page.cursor
    } while cursor != 0
    return found.sorted { $0.text < $1.text }
  }
}
