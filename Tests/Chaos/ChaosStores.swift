import Foundation
import PostgresClient
import RedisClient
import TestSupport

/// A private Redis, whose every confirmed write survives a kill, and a private, migrated PostgreSQL.
struct ChaosStores: Sendable {
  static let database = "chaos"
  static let role = "reckoner_worker"

  let redis: RedisServerProcess
  let postgres: PostgresServerProcess

  static func start() async throws -> ChaosStores {
    let redis = try await RedisServerProcess.start(
      .init(appendOnly: true, arguments: ["--auto-aof-rewrite-percentage", "0"])
    )
    let postgres = try await PostgresServerProcess.start(
      .init(settings: ["max_connections": "200", "deadlock_timeout": "100ms"])
    )
    try await postgres.createDatabase(database)
    let stores = ChaosStores(redis: redis, postgres: postgres)
    let ending = try await stores.run("reckoner", ["migrate"])
    guard ending.exitCode == 0 else { throw ChaosFailure("migrate: \(ending)") }
    return stores
  }

  func stop() {
    redis.stop()
    postgres.stop()
  }

  /// The variables of every program: as in production, but with less patience.
  var environment: [String: String] {
    [
      "RECKONER_REDIS_URL": redis.url,
      "RECKONER_DATABASE_URL": postgres.socketURL(database: Self.database, role: Self.role),
      "RECKONER_OWNER_DATABASE_URL": postgres.socketURL(database: Self.database),
      "RECKONER_RECLAIM_IDLE_SECONDS": "1.5",
      "RECKONER_DISCOVERY_SECONDS": "0.2",
      "RECKONER_SWEEP_SECONDS": "1",
      // Beyond the longest outage: within it a shutdown that takes longer hangs.
      "RECKONER_DRAIN_LIMIT_SECONDS": "45",
    ]
  }

  /// How long a process is stopped so that others take its entries over.
  static let stopSeconds = 2.0...5.0

  /// Runs a program to its end.
  func run(
    _ program: String,
    _ arguments: [String],
    within limit: Duration = .seconds(120)
  ) async throws -> ProgramProcess.Ending {
    try await ProgramProcess.run(program, arguments, environment: environment, within: limit)
  }

  func redisConnection(_ name: String) throws -> RedisConnection {
    var configuration = try RedisConfiguration(url: redis.url)
    configuration.backoff = RedisBackoff(initial: .milliseconds(5), maximum: .milliseconds(200))
    return RedisConnection(configuration: configuration, name: name)
  }

  func postgresPool() throws -> PostgresPool {
    let configuration = try PostgresConfiguration(
      postgres.socketURL(database: Self.database, role: Self.role),
      statementTimeout: .seconds(120),
      commandTimeout: .seconds(130)
    )
    return PostgresPool(configuration: configuration, connectionCountMax: 2)
  }

  /// The identities of all recorded events.
  func recordedEvents() async throws -> Set<String> {
    let rows = try await postgres.execute("SELECT tenant_id, event_id FROM learning.events", database: Self.database)
    return Set(rows.split(separator: "\n").map(String.init))
  }

  /// Ends both servers and keeps their data and logs.
  func keep(in directory: URL) throws {
    redis.kill()
    postgres.halt(.fast)
    // Not the whole directories: a socket can't be copied.
    for name in ["redis.log", "appendonlydir"] { try copy(name, of: redis.directory, to: directory) }
    for name in ["postgres.log", "data"] { try copy(name, of: postgres.directory, to: directory) }
  }

  private func copy(_ name: String, of source: URL, to directory: URL) throws {
    let (from, to) = (source.appendingPathComponent(name), directory.appendingPathComponent(name))
    try FileManager.default.copyItem(at: from, to: to)
  }
}
