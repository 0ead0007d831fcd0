import Admin
import RedisClient

/// Whether Redis takes writes: a small key is written that expires by itself. A server that is read-only, out of memory or
/// unable to persist answers reads, and says so only to a write.
struct RedisHealth: HealthCheck {
  static let name = "redis"
  private static let expiry: Duration = .seconds(10)

  private let redis: RedisConnection
  private let key: String

  /// - Parameters:
  ///   - redis: a connection of its own, with short timeouts.
  ///   - instance: names the key, so that processes don't share one.
  init(redis: RedisConnection, instance: String) {
    self.redis = redis
    key = "reckoner:health:\(instance)"
  }

  func look() async throws -> Dependency.State {
    do throws(RedisError) {
      _ = try await redis.send(StringSet(key: key, value: [UInt8(ascii: "1")], expiry: Self.expiry))
      return .ready
    } catch {
      if error.code == .cancelled { throw CancellationError() }
      return .notReady("Redis takes no writes: \(error.message)")
    }
  }
}
