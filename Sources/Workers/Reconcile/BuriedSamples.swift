import EventModel
import RedisClient
import Streams

/// The updates of samples that lie among the dead letters: they wait for a replay, and publishing them again would only
/// make another letter.
enum BuriedSamples {
  /// Letters that are remembered; what lies beyond them is published again, and buried again.
  private static let countMax = 100_000

  static func load(over redis: RedisConnection) async throws(RedisError) -> Set<EventID> {
    var walk = try await DeadLetterWalk(over: redis, groups: [.calibrationAggregators], filter: DeadLetterFilter())
    var found: Set<EventID> = []
    while found.count < countMax, let letters = try await walk.next(over: redis) {
      found.formUnion(letters.compactMap(\.names.eventID))
    }
    return found
  }
}
