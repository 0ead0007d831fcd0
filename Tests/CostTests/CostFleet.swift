import CostWorkload
import Delivery
import EventModel
import Logging
import PostgresClient
import RedisClient
import Settings
import Store
import Streams
import TestSupport

@testable import Workers

/// Servers of its own, the workload in its streams, and one stage of its way after the other, each alone and in a process
/// of its own: one lane, batches of one size, so that the batches are the same each time.
struct CostFleet {
  static let batchSize = 500
  private static let database = "costs"

  private let redisServer: RedisServerProcess
  private let postgresServer: PostgresServerProcess
  private let redis: RedisConnection
  private let explain: (@Sendable (String) -> Void)?

  /// What the workload costs, stage by stage, and which servers it was that counted.
  /// - Parameter explain: told of each stage which statements cost most.
  static func measure(explain: (@Sendable (String) -> Void)? = nil) async throws -> (
    figures: [CostFigure], servers: String
  ) {
    let redisServer = try await RedisServerProcess.start()
    defer { redisServer.stop() }
    let postgresServer = try await PostgresServerProcess.start(.init(settings: PostgresCosts.settings))
    defer { postgresServer.stop() }
    try await prepare(postgresServer)
    let fleet = CostFleet(
      redisServer: redisServer,
      postgresServer: postgresServer,
      redis: RedisConnection(configuration: try RedisConfiguration(url: redisServer.socketURL), name: "costs"),
      explain: explain
    )
    do {
      let servers = try await fleet.servers()
      let figures = try await fleet.run()
      await fleet.redis.close()
      return (figures, servers)
    } catch {
      await fleet.redis.close()
      throw error
    }
  }

  private static func prepare(_ server: PostgresServerProcess) async throws {
    try await server.execute("CREATE EXTENSION pg_stat_statements")
    try await server.createDatabase(database)
    let connection = try await PostgresConnection.connect(
      try PostgresConfiguration(server.socketURL(database: database))
    )
    _ = try await LearningMigrations.migrator.migrate(connection)
    await connection.close()
  }

  private func servers() async throws -> String {
    let postgres = try await postgresServer.execute("SHOW server_version")
    let redis = try await redis.send(ServerInfo(section: "server"))["redis_version"] ?? "of an unknown version"
    return "PostgreSQL \(postgres), Redis \(redis)"
  }

  private func run() async throws -> [CostFigure] {
    let entries = CostWorkload().entries
    try await publish(entries)
    var figures = try await runLane("worker", entryCount: entries.count, at: CostWorkload.now) { context, counters in
      EventIngestor(context: context, counters: counters)
    }
    figures += try await count("sweep", at: CostWorkload.end) { context in
      _ = try await WindowSweep(context: context).run(asOf: context.clock.now)
    }
    figures += try await count("rollup", at: CostWorkload.end) { context in
      let fold = RollupFold(context: context)
      try await fold.foldAll()
      await fold.close()
    }
    figures += try await count("relay", at: CostWorkload.end) { context in
      let connection = context.connection("relay")
      let relay = OutboxRelay(context: context, publisher: EventPublisher(redis: connection))
      while try await relay.relayBatch() > 0 {}
      await connection.close()
    }
    let sampleCount = figures.first { $0.name == "relay.redis.xadd" }?.value ?? 0
    figures += try await runLane("aggregator", entryCount: sampleCount, at: CostWorkload.end) { context, counters in
      SampleFolder(context: context, counters: counters, pending: PendingJudgements())
    }
    return figures
  }

  /// With ids of fixed times: what is read together depends on them.
  private func publish(_ entries: [CostWorkload.Entry]) async throws {
    let commands = entries.enumerated().map { place, entry in
      StreamAdd(
        key: entry.key.text,
        id: RedisStreamID(milliseconds: 1_000_000 + 10 * UInt64(place), sequence: 0),
        fields: entry.fields.map { RedisField(name: $0.name, value: $0.value) }
      )
    }
    for result in try await redis.pipeline(commands) { _ = try result.get() }
  }

  /// Counts what a stage does with a process of its own.
  func count(
    _ stage: String,
    at time: Timestamp,
    _ body: (FleetContext) async throws -> Void
  ) async throws -> [CostFigure] {
    let context = try context(stage, at: time)
    let redisCosts = RedisCosts(redis: redis)
    let postgresCosts = PostgresCosts(server: postgresServer, database: Self.database)
    var commands: [CostFigure] = []
    let figures = try await postgresCosts.count(stage, explain: explain) {
      commands = try await redisCosts.count(stage) {
        try await body(context)
        await context.postgres.close()
      }
    }
    return figures + commands + [
      CostFigure("\(stage).postgres.round_trips", context.postgres.roundTripCount, .exact),
      CostFigure("\(stage).redis.round_trips", context.redisRoundTrips.count, .exact),
    ]
  }

  private func context(_ name: String, at time: Timestamp) throws -> FleetContext {
    // A batch that is handled slowly must not change the size of the next one.
    let flags = ["reckoner.batch.size": "\(Self.batchSize)", "reckoner.batch.seconds": "60", "reckoner.lanes": "1"]
    var reader = SettingsReader(environment: [:], flags: flags)
    let settings = FleetSettings(reading: &reader)
    try reader.finish()
    return FleetContext(
      redis: try RedisConfiguration(url: redisServer.socketURL),
      postgres: try WorkerPool.make(
        databaseURL: postgresServer.socketURL(database: Self.database, role: "reckoner_worker"),
        program: "costs",
        connectionCountMax: 8
      ),
      settings: settings,
      clock: WallClock { time },
      logger: Self.silent,
      instance: name
    )
  }

  static let silent = Logger(label: "costs") { _ in SwiftLogNoOpLogHandler() }
}
