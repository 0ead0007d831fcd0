public import PostgresClient
import RedisClient
public import Settings

/// Where a process shows its health and its metrics, and what it looks at its stores with: connections of their own, with
/// timeouts of a few seconds, so that a store that hangs is noticed while the work still waits for it.
public struct AdminPort: Sendable {
  static let timeLimit: Duration = .seconds(2)

  let listen: ListenAddress
  let postgres: PostgresPool

  /// - Parameters:
  ///   - databaseURL: of the worker's role.
  ///   - program: named in `pg_stat_activity`.
  public init(listen: ListenAddress, databaseURL: String, program: String) throws(PostgresError) {
    self.listen = listen
    let configuration = try PostgresConfiguration(
      databaseURL,
      applicationName: "\(program) health",
      connectTimeout: Self.timeLimit,
      statementTimeout: Self.timeLimit,
      lockTimeout: Self.timeLimit,
      commandTimeout: Self.timeLimit + .seconds(1)
    )
    postgres = PostgresPool(
      configuration: configuration,
      connectionCountMax: 1,
      acquireTimeout: Self.timeLimit + .seconds(1)
    )
  }

  /// How the probes reach Redis.
  static func configuration(of redis: RedisConfiguration) -> RedisConfiguration {
    var redis = redis
    redis.connectTimeout = timeLimit
    redis.commandTimeout = timeLimit
    redis.backoff = RedisBackoff(initial: .milliseconds(50), maximum: .seconds(1))
    return redis
  }
}
