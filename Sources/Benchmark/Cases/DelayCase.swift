import PostgresClient
import RedisClient

/// What more workers bring where the stores are a network away: then they wait most of the time, and not for each other.
public struct DelayCase: Sendable {
  private static let manyWorkerCount = 4

  let session: BenchmarkSession
  /// How much longer each round trip takes, in milliseconds.
  let delayMilliseconds: Double
  /// Entries of a batch, for the second figure.
  let smallBatchSize: Int

  /// - Parameters:
  ///   - delayMilliseconds: how much longer each round trip takes.
  ///   - smallBatchSize: entries of a batch where round trips count most.
  public init(session: BenchmarkSession, delayMilliseconds: Double, smallBatchSize: Int) {
    self.session = session
    self.delayMilliseconds = delayMilliseconds
    self.smallBatchSize = smallBatchSize
  }

  public func run() async throws -> CaseReport {
    try await session.warmUp()
    let directory = session.launcher.directory
    let (redisPath, postgresPath) = try await socketPaths()
    let roundTrip = Duration.milliseconds(delayMilliseconds)
    let name = postgresPath.split(separator: "/").last.map(String.init) ?? postgresPath
    let redis = try DelayRelay(path: "\(directory)/redis.sock", to: redisPath, roundTrip: roundTrip)
    defer { redis.stop() }
    let postgres = try DelayRelay(path: "\(directory)/\(name)", to: postgresPath, roundTrip: roundTrip)
    defer { postgres.stop() }
    let usual = try await ratios(batchSize: nil)
    let small = try await ratios(batchSize: smallBatchSize)
    var settings = session.options.settings
    settings["delay_ms"] = delayMilliseconds
    settings["small_batch_size"] = Double(smallBatchSize)
    settings["workers"] = Double(Self.manyWorkerCount)
    settings["lanes"] = 1
    return CaseReport(
      "delay",
      settings: settings,
      figures: [
        figure("4 workers / 1, batches of the default size", usual, target: .delay),
        figure("4 workers / 1, batches of \(smallBatchSize)", small, target: .delay),
        rate("1 worker, batches of the default size", usual.map(\.one)),
        rate("1 worker, batches of \(smallBatchSize)", small.map(\.one)),
      ],
      costs: small.map(\.many).costs
    )
  }

  private struct Pair {
    let one: RunMeasurement
    let many: RunMeasurement
  }

  private func figure(_ name: String, _ pairs: [Pair], target: Target) -> Figure {
    Figure(
      name,
      unit: "ratio",
      isHigherBetter: true,
      samples: pairs.map { $0.many.eventsPerSecond / $0.one.eventsPerSecond },
      target: target
    )
  }

  private func rate(_ name: String, _ runs: [RunMeasurement]) -> Figure {
    Figure(name, unit: "events/s", isHigherBetter: true, samples: runs.map(\.eventsPerSecond))
  }

  private func ratios(batchSize: Int?) async throws -> [Pair] {
    var pairs: [Pair] = []
    for index in 1...session.options.repeatCount {
      let one = try await run(workerCount: 1, batchSize: batchSize)
      let many = try await run(workerCount: Self.manyWorkerCount, batchSize: batchSize)
      session.note(
        "delay \(index): \(one.eventsPerSecond.rounded()) events/s, with \(Self.manyWorkerCount) workers "
          + "\(many.eventsPerSecond.rounded())"
      )
      pairs.append(Pair(one: one, many: many))
    }
    return pairs
  }

  private func run(workerCount: Int, batchSize: Int?) async throws -> RunMeasurement {
    let plan = session.plan(eventCount: session.options.eventCount)
    return try await session.stores.withDatabase { database in
      let host = session.launcher.directory
      return try await BacklogRun(session: session, database: database).run(
        plan,
        shape: FleetShape(workerCount: workerCount, lanes: 1, batchSize: batchSize),
        addresses: [
          "RECKONER_REDIS_URL": "unix://\(host)/redis.sock?db=\(session.stores.redisConfiguration.database)",
          "RECKONER_DATABASE_URL": database.workerAddress.with([("host", host)]).text,
        ]
      )
    }
  }

  /// - Throws: ``BenchmarkError`` where a store isn't reached by a socket of this machine.
  private func socketPaths() async throws -> (redis: String, postgres: String) {
    let stores = session.stores
    let owner = stores.owner
    let isLocal = try await owner.number("SELECT (inet_server_addr() IS NULL)::integer::bigint") == 1
    guard case .unix(let redisPath) = stores.redisConfiguration.address, stores.redisConfiguration.password == nil,
      isLocal
    else {
      throw BenchmarkError(
        "the delay is put between Unix sockets: name both stores by their sockets, Redis without a password, or run "
          + "deploy/bench, which does"
      )
    }
    let directory = try await owner.text("SHOW unix_socket_directories").prefix { $0 != "," }
    return (redisPath, "\(directory)/.s.PGSQL.\(try await owner.text("SHOW port"))")
  }
}
