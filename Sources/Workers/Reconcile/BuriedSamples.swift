import EventModel
import RedisClient
import Streams

/// The updates of samples that lie among the dead letters: they wait for a replay, and publishing them again would only
/// make another letter.
enum BuriedSamples {
  /// Letters that are remembered.
  static let countMax = 100_000

  /// - Parameter countMax: letters at most.
  /// - Returns: `nil` where there are more: nobody knows then which samples wait there.
  static func load(
    over redis: RedisConnection,
    countMax: Int = countMax
  ) async throws(RedisError) -> Set<EventID>? {
    var walk = try await DeadLetterWalk(over: redis, groups: [.calibrationAggregators], filter: DeadLetterFilter())
    if walk.totalCount > countMax { return nil }
    var found: Set<EventID> = []
    while let letters = try await walk.next(over: redis) { found.formUnion(letters.compactMap(\.names.eventID)) }
    return found
  }
}
