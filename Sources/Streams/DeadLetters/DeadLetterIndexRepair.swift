import Delivery
import EventModel
import RedisClient

/// Builds the index of a stream's letters where it is missing: they are of an earlier release, or the key was lost.
///
/// It is built aside, and put in its place whole: an index that knows some letters only would hide that it doesn't know
/// the others. Several at once write the same.
struct DeadLetterIndexRepair {
  let key: StreamKey
  let redis: RedisConnection

  func run() async throws(RedisError) {
    var pages = StreamPages(key: key.deadLetterText)
    while let page = try await pages.next(over: redis) {
      let pairs = page.compactMap { letter -> RedisField? in
        letter[DeadLetter.originalIDField].map { RedisField(name: $0, value: Array(letter.id.description.utf8)) }
      }
      if pairs.isEmpty { continue }
      let (added, expiring) = try await redis.transaction(
        HashSet(key: buildingKey, fields: pairs),
        // Whoever dies half way leaves it behind.
        RawCommand(["EXPIRE", buildingKey, "3600"])
      )
      _ = (try added.get(), try expiring.get())
    }
    _ = try await redis.evaluate(Self.placing, keys: [key.deadLetterIndexText, buildingKey])
  }

  private var buildingKey: String { "\(key.deadLetterIndexText):building" }

  private static let placing = RedisScript(
    source: """
      if redis.call('EXISTS', KEYS[1]) == 1 then return redis.call('DEL', KEYS[2]) end
      if redis.call('EXISTS', KEYS[2]) == 0 then return 0 end
      redis.call('PERSIST', KEYS[2])
      redis.call('RENAME', KEYS[2], KEYS[1])
      return 1
      """
  )
}
