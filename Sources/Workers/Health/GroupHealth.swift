import Admin
import Delivery
import RedisClient
import Streams

/// Whether the consumer group is there on every stream that the process reads.
struct GroupHealth: HealthCheck {
  static let name = "groups"
  /// With more streams than that a look sees a part of them, and the next one goes on.
  private static let streamCountMax = 500

  private let directory: StreamDirectory
  private let group: ConsumerGroup
  private let redis: RedisConnection
  private var watch = GroupWatch(countMax: streamCountMax)

  /// - Parameter redis: a connection of its own, with short timeouts.
  init(directory: StreamDirectory, group: ConsumerGroup, redis: RedisConnection) {
    self.directory = directory
    self.group = group
    self.redis = redis
  }

  mutating func look() async throws -> Dependency.State {
    let keys = watch.next(of: directory.keys)
    do throws(RedisError) {
      watch.note(keys, missing: try await missing(of: keys))
    } catch {
      if error.code == .cancelled { throw CancellationError() }
      return .notReady("Redis can't be asked for the groups: \(error.message)")
    }
    guard let first = watch.missing.first else { return .ready }
    let others = watch.missing.count > 1 ? " and \(watch.missing.count - 1) more" : ""
    return .notReady("the consumer group \(group.rawValue) is missing on \(first)\(others); it is created again")
  }

  private func missing(of keys: [StreamKey]) async throws(RedisError) -> [StreamKey] {
    if keys.isEmpty {
      try await redis.send(Ping())
      return []
    }
    var missing: [StreamKey] = []
    let results = try await redis.pipeline(keys.map { StreamGroups(key: $0.text) })
    for (key, result) in zip(keys, results) {
      do throws(RedisError) {
        if try !result.get().contains(where: { $0.name == group.rawValue }) { missing.append(key) }
      } catch {
        guard error.isMissingKey else { throw error }
        missing.append(key)
      }
    }
    return missing
  }
}
