public import Admin
import EventModel
public import Logging
public import PostgresClient
public import RedisClient
public import Settings
public import Telemetry

/// What every part of a process shares: where the stores are, how it works, what time it is.
public struct FleetContext: Sendable {
  public let redis: RedisConfiguration
  public let postgres: PostgresPool
  public let settings: FleetSettings
  public let clock: WallClock
  public let logger: Logger
  /// Unique per process instance; the beginning of its consumer names.
  public let instance: String
  /// What `/livez` and `/readyz` say.
  public let health: HealthBoard
  /// What `/metrics` says.
  public let metrics: PrometheusRegistry
  /// Where the process shows itself; `nil` is nowhere.
  public let admin: AdminPort?
  /// Counts the round trips to Redis of all the process's connections for its work.
  public let redisRoundTrips = RedisRoundTrips()
  /// What every loop of the process works through.
  let gate = WorkGate()

  public init(
    redis: RedisConfiguration,
    postgres: PostgresPool,
    settings: FleetSettings,
    clock: WallClock,
    logger: Logger,
    instance: String,
    admin: AdminPort? = nil,
    health: HealthBoard = HealthBoard(),
    metrics: PrometheusRegistry = PrometheusRegistry()
  ) {
    self.redis = redis
    self.postgres = postgres
    self.settings = settings
    self.clock = clock
    self.logger = logger
    self.instance = instance
    self.admin = admin
    self.health = health
    self.metrics = metrics
  }

  /// A connection of its own for one part of the process.
  func connection(_ part: String) -> RedisConnection {
    RedisConnection(configuration: redis, name: "\(instance)-\(part)", roundTrips: redisRoundTrips)
  }
}
