import EventModel
import Foundation
import Logging
import PostgresClient
import RedisClient
import Settings
import Store
import Streams
import TestSupport
import Workers

/// A Redis server and a migrated database of their own for one test, and the fleet that works on them.
struct TestFleet: Sendable {
  /// What time it is for every process of a fleet that is told nothing else: later than all events of the tests.
  static let now = Timestamp(microseconds: 1_770_000_000_000_000) + .days(60)

  let redisServer: RedisServerProcess
  let postgresServer: PostgresServerProcess
  let database: String
  /// For what the test itself asks.
  let redis: RedisConnection
  let postgres: PostgresPool
  private(set) var clock = WallClock { now }

  /// The PostgreSQL server that the tests of the fleet share. Every process of a fleet has a pool of its own, so that
  /// tests that run side by side have hundreds of connections.
  private static let sharedServer = Task {
    try await PostgresServerProcess.start(.init(settings: ["max_connections": "1000", "deadlock_timeout": "100ms"]))
  }

  /// On the PostgreSQL server that tests share.
  static func with<Value>(
    isolation: isolated (any Actor)? = #isolation,
    _ body: (TestFleet) async throws -> Value
  ) async throws -> Value {
    let redis = try await RedisServerProcess.start()
    defer { redis.stop() }
    let server = try await sharedServer.value
    return try await with(redis: redis, postgres: server, template: try await template.value, body)
  }

  /// On servers that the test may stop and start again: nothing that they confirmed is lost.
  ///
  /// - Parameter settings: more of PostgreSQL's.
  static func withOwnServers<Value>(
    settings: [String: String] = [:],
    isolation: isolated (any Actor)? = #isolation,
    _ body: (TestFleet) async throws -> Value
  ) async throws -> Value {
    let redis = try await RedisServerProcess.start(.init(appendOnly: true))
    defer { redis.stop() }
    let server = try await PostgresServerProcess.start(.init(settings: settings))
    defer { server.stop() }
    return try await with(redis: redis, postgres: server, template: try await makeTemplate(on: server), body)
  }

  private static let template = Task { try await makeTemplate(on: try await sharedServer.value) }

  private static func makeTemplate(on server: PostgresServerProcess) async throws -> String {
    try await server.createDatabase("fleet_template")
    let connection = try await PostgresConnection.connect(
      try PostgresConfiguration(server.socketURL(database: "fleet_template"))
    )
    _ = try await LearningMigrations.migrator.migrate(connection)
    await connection.close()
    try await server.execute(months(), database: "fleet_template")
    return "fleet_template"
  }

  private static func with<Value>(
    redis: RedisServerProcess,
    postgres: PostgresServerProcess,
    template: String,
    isolation: isolated (any Actor)? = #isolation,
    _ body: (TestFleet) async throws -> Value
  ) async throws -> Value {
    let database = "fleet_\(UUID().uuidString.lowercased().replacing("-", with: "_"))"
    try await postgres.createDatabase(database, template: template)
    let fleet = TestFleet(
      redisServer: redis,
      postgresServer: postgres,
      database: database,
      redis: RedisConnection(configuration: try configuration(of: redis), name: "test"),
      postgres: try pool(postgres, database)
    )
    do {
      let value = try await body(fleet)
      await fleet.close()
      try await postgres.execute("DROP DATABASE \(database) WITH (FORCE)")
      return value
    } catch {
      await fleet.close()
      throw error
    }
  }

  private func close() async {
    await redis.close()
    await postgres.close()
  }

  private static func configuration(of server: RedisServerProcess) throws -> RedisConfiguration {
    var configuration = try RedisConfiguration(url: server.socketURL)
    configuration.backoff = RedisBackoff(initial: .milliseconds(1), maximum: .milliseconds(50))
    return configuration
  }

  static func pool(_ server: PostgresServerProcess, _ database: String) throws -> PostgresPool {
    try WorkerPool.make(
      databaseURL: server.socketURL(database: database, role: "reckoner_worker"),
      program: "test",
      connectionCountMax: 8
    )
  }

  /// The same fleet at another time.
  func at(_ time: Timestamp) -> TestFleet { by(WallClock { time }) }

  /// The same fleet by another clock.
  func by(_ clock: WallClock) -> TestFleet {
    var fleet = self
    fleet.clock = clock
    return fleet
  }

  /// The parts of one more process. Its pool closes when the process ends.
  func context(
    _ name: String = "process",
    _ flags: [String: String] = [:],
    logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  ) throws -> FleetContext {
    let standard = [
      "reckoner.lanes": "1", "reckoner.discovery.seconds": "0.1", "reckoner.reclaim.idle.seconds": "1",
      "reckoner.roles": "ingest,resolve,relay",
    ]
    var reader = SettingsReader(environment: [:], flags: standard.merging(flags) { $1 })
    let settings = FleetSettings(reading: &reader)
    try reader.finish()
    return FleetContext(
      redis: try Self.configuration(of: redisServer),
      postgres: try Self.pool(postgresServer, database),
      settings: settings,
      clock: clock,
      logger: logger,
      instance: "\(name)-\(UUID().uuidString.prefix(8))"
    )
  }

  /// Runs outcome-workers side by side until nothing is left for them.
  func drainWorkers(_ count: Int = 1, _ flags: [String: String] = [:]) async throws {
    try await withThrowingTaskGroup { group in
      for number in 0..<count {
        let worker = OutcomeWorker(context: try context("worker-\(number)", flags))
        group.addTask { try await worker.run(drains: true) }
      }
      try await group.waitForAll()
    }
  }

  /// Runs calibration-aggregators side by side until nothing is left for them.
  func drainAggregators(_ count: Int = 1, _ flags: [String: String] = [:]) async throws {
    try await withThrowingTaskGroup { group in
      for number in 0..<count {
        let aggregator = CalibrationAggregator(context: try context("aggregator-\(number)", flags))
        group.addTask { try await aggregator.run(drains: true) }
      }
      try await group.waitForAll()
    }
  }

  /// Closes the windows that ended before a time.
  @discardableResult
  func sweep(asOf time: Timestamp) async throws -> Int {
    try await LearningScheduler(context: try context("scheduler")).run(.sweep, asOf: time)
  }

  /// Judges every action type by the samples that have matured.
  @discardableResult
  func judge(asOf time: Timestamp) async throws -> Int {
    try await LearningScheduler(context: try context("scheduler")).run(.calibration, asOf: time)
  }

  /// The whole way of what is published, up to the bins.
  func settle() async throws {
    try await drainWorkers()
    try await drainAggregators()
  }

  func publish(_ events: some Sequence<TestEvent>) async throws {
    try await EventPublisher(redis: redis).publish(events.map { .init(key: $0.key, fields: $0.fields) })
  }

  /// Runs SQL as superuser.
  @discardableResult
  func execute(_ sql: String) async throws -> String {
    try await postgresServer.execute(sql, database: database)
  }

  /// - Parameter now: `nil` is the fleet's own time.
  func verify(at now: Timestamp? = nil) async throws -> VerificationReport {
    let clock = now.map { now in WallClock { now } } ?? clock
    return try await Verification(redis: redis, postgres: postgres, clock: clock).run()
  }
}

extension VerificationReport {
  /// The kinds of problems and how many of each.
  var found: [String: Int] {
    Dictionary(problems.map { ($0.kind, $0.count) }, uniquingKeysWith: +)
  }
}
