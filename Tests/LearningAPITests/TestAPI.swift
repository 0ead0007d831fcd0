import Access
import EventModel
import Foundation
import LearningAPI
import Logging
import PostgresClient
import RedisClient
import ServiceLifecycle
import Settings
import Store
import Streams
import Synchronization
import Telemetry
import TestSupport
import Workers

/// A learning API on a Redis server and a migrated database of its own, with a fleet behind it.
struct TestAPI: Sendable {
  /// What time it is, for the API and for the fleet, unless a test says otherwise.
  static let now = Timestamp(microseconds: 1_770_000_000_000_000)
  static let prefix = "/api/v1/learning"
  static let secret = "the test's own secret of 32 bytes"
  static let linkKey = "a key for links that has 32 bytes."
  static let slackSecret = "8f742231b10e8888abcd99yyyzzz85a5"

  let address: String
  let redisServer: RedisServerProcess
  let postgresServer: PostgresServerProcess
  let database: String
  let redis: RedisConnection
  /// As the workers connect.
  let postgres: PostgresPool
  let clock: TestClock

  private static let sharedServer = Task {
    try await PostgresServerProcess.start(.init(settings: ["max_connections": "600"]))
  }

  private static let template = Task {
    let server = try await sharedServer.value
    try await server.createDatabase("api_template")
    let connection = try await PostgresConnection.connect(
      try PostgresConfiguration(server.socketURL(database: "api_template"))
    )
    _ = try await LearningMigrations.migrator.migrate(connection)
    await connection.close()
    return "api_template"
  }

  /// - Parameters:
  ///   - flags: settings of the API over the test's own.
  ///   - role: by which the API reaches PostgreSQL.
  static func with<Value: Sendable>(
    _ flags: [String: String] = [:],
    role: String = "reckoner_api",
    isolation: isolated (any Actor)? = #isolation,
    _ body: (TestAPI) async throws -> Value
  ) async throws -> Value {
    let redisServer = try await RedisServerProcess.start()
    defer { redisServer.stop() }
    let server = try await sharedServer.value
    let database = "api_\(UUID().uuidString.lowercased().replacing("-", with: "_"))"
    try await server.createDatabase(database, template: try await template.value)
    let clock = TestClock(now)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let services = try await Self.services(
      flags,
      redisURL: redisServer.socketURL,
      databaseURL: server.socketURL(database: database, role: role),
      clock: clock,
      logger: logger
    )
    let learningServer = LearningServer(services: services)
    let group = ServiceGroup(
      configuration: .init(
        // The last is the first to end: the server waits for open streams.
        services: [.init(service: learningServer), .init(service: LiveUpdates(services: services))],
        logger: logger
      )
    )
    let serving = Task { try await group.run() }
    let worker = try WorkerPool.make(
      databaseURL: server.socketURL(database: database, role: "reckoner_worker"),
      program: "test",
      connectionCountMax: 4
    )
    let redis = RedisConnection(configuration: try RedisConfiguration(url: redisServer.socketURL), name: "test")
    func close() async {
      await group.triggerGracefulShutdown()
      _ = await serving.result
      await services.close()
      await worker.close()
      await redis.close()
    }
    do {
      let address = try await Self.address(of: learningServer, serving)
      let api = TestAPI(
        address: address,
        redisServer: redisServer,
        postgresServer: server,
        database: database,
        redis: redis,
        postgres: worker,
        clock: clock
      )
      let value = try await body(api)
      await close()
      try await server.execute("DROP DATABASE \(database) WITH (FORCE)")
      return value
    } catch {
      await close()
      throw error
    }
  }

  static func services(
    _ flags: [String: String],
    redisURL: String,
    databaseURL: String,
    clock: TestClock,
    logger: Logger
  ) async throws -> APIServices {
    let standard = [
      "reckoner.listen": "127.0.0.1:0", "reckoner.jwt.secret": secret, "reckoner.feedback.link.keys": linkKey,
      "reckoner.slack.signing.secrets": slackSecret, "reckoner.api.burst": "100000",
      "reckoner.api.database.url": databaseURL, "reckoner.redis.url": redisURL,
    ]
    let values = standard.merging(flags) { $1 }.filter { !$0.value.isEmpty }
    var reader = SettingsReader(environment: [:], flags: values)
    let (settings, access) = (APISettings(reading: &reader), AccessSettings(reading: &reader))
    let stores = StoreSettings(reading: &reader, as: .api)
    try reader.finish()
    return try await APIProcess.services(
      settings: settings,
      access: access,
      stores: stores,
      redis: RedisConnection(configuration: try RedisConfiguration(url: redisURL), name: "api"),
      metrics: PrometheusRegistry(),
      logger: logger,
      now: { clock.now }
    )
  }

  /// The address that the server chose, or the error that it ended with.
  private static func address(of server: LearningServer, _ serving: Task<Void, any Error>) async throws -> String {
    for _ in 0..<1000 {
      if let address = server.address { return "\(address)" }
      if serving.isCancelled { break }
      try await Task.sleep(for: .milliseconds(10))
    }
    try await serving.value
    throw TestProcessFailure(description: "the API didn't open its port")
  }

  /// Runs an outcome-worker until nothing is left for it, and an aggregator after it.
  func settle() async throws {
    let clock = WallClock { [clock] in clock.now }
    for name in ["worker", "aggregator"] {
      var reader = SettingsReader(
        environment: [:],
        flags: ["reckoner.lanes": "1", "reckoner.discovery.seconds": "0.1"]
      )
      let settings = FleetSettings(reading: &reader)
      try reader.finish()
      let context = FleetContext(
        redis: try RedisConfiguration(url: redisServer.socketURL),
        postgres: try WorkerPool.make(
          databaseURL: postgresServer.socketURL(database: database, role: "reckoner_worker"),
          program: name,
          connectionCountMax: 6
        ),
        settings: settings,
        clock: clock,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        instance: "\(name)-\(UUID().uuidString.prefix(8))"
      )
      if name == "worker" {
        try await OutcomeWorker(context: context).run(drains: true)
      } else {
        try await CalibrationAggregator(context: context).run(drains: true)
      }
    }
  }
}

/// A clock that a test moves.
final class TestClock: Sendable {
  private let time: Mutex<Timestamp>

  init(_ time: Timestamp) {
    self.time = Mutex(time)
  }

  var now: Timestamp { time.withLock { $0 } }

  func advance(by interval: EventModel.TimeInterval) {
    time.withLock { $0 = $0 + interval }
  }
}
