public import Access
public import EventModel
import Feedback
import Insight
import LiveStream
public import Logging
public import PostgresClient
public import RedisClient
public import Settings
public import Telemetry

/// What the routes work with.
public struct APIServices: Sendable {
  let settings: APISettings
  let authenticator: Authenticator
  let ring: KeyRing
  let redis: RedisConnection
  let hub: UpdateHub
  let metrics: APIMetrics
  let logger: Logger
  let now: @Sendable () -> Timestamp
  let scopes = ReaderScopes()
  let analytics = AnalyticsCache()
  let coaching = CoachingCache()
  let calibration = CalibrationReportCache()
  let attribution = AttributionSummaryCache()
  let limiter: RateLimiter
  let pool: PostgresPool

  /// - Parameters:
  ///   - postgres: connections of the API's role, which sees nothing without a tenant.
  ///   - live: where updates are followed, on a connection of its own.
  ///   - now: the time; tests replace it.
  public init(
    settings: APISettings,
    authenticator: Authenticator,
    ring: KeyRing,
    postgres: PostgresPool,
    redis: RedisConnection,
    live: RedisConfiguration,
    metrics: PrometheusRegistry,
    logger: Logger,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.settings = settings
    self.authenticator = authenticator
    self.ring = ring
    self.redis = redis
    var limits = LiveStreamLimits()
    limits.listenerCountPerPrincipalMax = settings.streamsPerPrincipalMax
    limits.listenerCountMax = settings.clientCountMax
    hub = UpdateHub(configuration: live, limits: limits, name: "learning-api-live", now: now)
    self.metrics = APIMetrics(registry: metrics)
    self.logger = logger
    self.now = now
    limiter = RateLimiter(ratePerSecond: settings.ratePerSecond, burst: settings.burst)
    pool = postgres
  }

  /// Closes the connections.
  public func close() async {
    await redis.close()
    await pool.close()
  }

  /// What signs and checks feedback links.
  /// - Parameter subject: who needs it, for the problem where no key is set.
  func linkSigner(for subject: String) throws(Problem) -> LinkSigner {
    guard let signer = LinkSigner(keys: settings.linkKeys.compactMap { SigningKey(Array($0.utf8)) }) else {
      throw Problem(.notConfigured, "\(subject) need RECKONER_FEEDBACK_LINK_KEYS.")
    }
    return signer
  }

  /// Connections on which nothing but this tenant's rows exists.
  func postgres(of tenant: TenantID) -> PostgresPool {
    pool.with(PostgresLocalSetting("app.tenant_id", tenant.description))
  }
}
