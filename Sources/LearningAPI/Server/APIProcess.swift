import Access
public import EventModel
import FoundationEssentials
public import Logging
import PostgresClient
public import RedisClient
public import Settings
public import Telemetry

/// Connects the API to what its settings say.
public enum APIProcess {
  /// For one statement, by the server's clock: a reader waits for nothing longer.
  private static let statementLimit = Duration.seconds(10)

  /// - Parameters:
  ///   - stores: with the address of the API's own role.
  ///   - now: the time.
  /// - Throws: ``LearningAPIError`` where no keys can be had, ``PostgresError`` for an address that can't be used.
  public static func services(
    settings: APISettings,
    access: AccessSettings,
    stores: StoreSettings,
    redis: RedisConnection,
    metrics: PrometheusRegistry,
    logger: Logger,
    now: @escaping @Sendable () -> Timestamp
  ) async throws -> APIServices {
    let ring: KeyRing
    do {
      ring = try await KeySource(access.keys).ring(now: now())
    } catch {
      throw LearningAPIError(description: error.message)
    }
    return APIServices(
      settings: settings,
      authenticator: Authenticator(policy: AccessPolicy(access), ring: ring),
      ring: ring,
      postgres: try pool(stores.databaseURL, connectionCountMax: settings.connectionCountMax),
      redis: redis,
      live: try RedisConfiguration(url: stores.redisURL),
      metrics: metrics,
      logger: logger,
      now: now
    )
  }

  private static func pool(_ url: String, connectionCountMax: Int) throws(PostgresError) -> PostgresPool {
    var configuration = try PostgresConfiguration(
      url,
      applicationName: "learning-api",
      statementTimeout: statementLimit,
      lockTimeout: .seconds(5),
      idleInTransactionTimeout: .seconds(20),
      commandTimeout: statementLimit + .seconds(5)
    )
    // A reader that went away, or whose time is over, leaves no statement behind. Plans of a few milliseconds are not worth
    // compiling.
    configuration.serverSettings = ["client_connection_check_interval": "1s", "jit": "off"]
    return PostgresPool(configuration: configuration, connectionCountMax: connectionCountMax)
  }
}
