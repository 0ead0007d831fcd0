import EventModel
import PostgresClient
import RedisClient
import Simulation
import Workers

/// What every case works with.
public struct BenchmarkSession: Sendable {
  let stores: BenchmarkStores
  let launcher: ProgramLauncher
  let options: BenchmarkOptions
  /// Is told what goes on, a line at a time.
  let note: @Sendable (String) -> Void

  public init(
    stores: BenchmarkStores,
    launcher: ProgramLauncher,
    options: BenchmarkOptions,
    note: @escaping @Sendable (String) -> Void
  ) {
    self.stores = stores
    self.launcher = launcher
    self.options = options
    self.note = note
  }

  /// The same with another number of events a run, or of repeats.
  public func with(eventCount: Int? = nil, repeatCount: Int? = nil) -> BenchmarkSession {
    var options = options
    options.eventCount = eventCount ?? options.eventCount
    options.repeatCount = repeatCount ?? options.repeatCount
    return BenchmarkSession(stores: stores, launcher: launcher, options: options, note: note)
  }

  /// A load of the last hours.
  /// - Parameter round: tells loads of the same tenants apart that meet in one database.
  func plan(eventCount: Int, tenantCount: Int = 8, round: UInt64 = 0) -> WorkloadPlan {
    var plan = WorkloadPlan.past(
      seed: options.seed,
      tenantCount: tenantCount,
      eventCount: eventCount,
      before: WallClock.system.now
    )
    plan.round = round
    return plan
  }

  /// The variables that lead a program to the stores.
  func addresses(of database: BenchmarkDatabase) -> [String: String] {
    [
      "RECKONER_REDIS_URL": stores.redisURL,
      "RECKONER_DATABASE_URL": database.workerAddress.text,
      "RECKONER_OWNER_DATABASE_URL": database.ownerAddress.text,
    ]
  }

  /// Runs `body` with a fleet, which ends with it, by force where `body` throws.
  func withFleet<Value>(
    _ shape: FleetShape,
    addresses: [String: String],
    _ body: (BenchmarkFleet) async throws -> Value
  ) async throws -> Value {
    let fleet = try BenchmarkFleet(shape, launcher: launcher, addresses: addresses)
    defer { fleet.kill() }
    let value = try await body(fleet)
    try await fleet.stop()
    return value
  }

  /// Runs a program until nothing is left for it to do.
  func drain(_ program: String, on database: BenchmarkDatabase) async throws {
    let program = try launcher.start(program, ["--drain"], environment: addresses(of: database))
    defer { program.kill() }
    try await program.finish(within: .seconds(1800))
  }

  /// Runs `body` with a session of the owner in a database.
  func withConnection<Value>(
    to database: BenchmarkDatabase,
    _ body: (PostgresConnection) async throws -> Value
  ) async throws -> Value {
    let connection = try await BenchmarkStores.connect(database.ownerAddress)
    do {
      let value = try await body(connection)
      await connection.close()
      return value
    } catch {
      await connection.close()
      throw error
    }
  }

  /// The conservation check, as `reckoner verify` runs it.
  /// - Throws: ``BenchmarkError`` where anything was lost or counted twice: what was measured is worth nothing then.
  func verify(_ database: BenchmarkDatabase) async throws {
    let redis = RedisConnection(configuration: stores.redisConfiguration, name: "bench-verify")
    let pool = try WorkerPool.make(
      databaseURL: database.workerAddress.text,
      program: BenchmarkStores.applicationName,
      connectionCountMax: 2,
      limits: .init(statement: .seconds(600), command: .seconds(610))
    )
    let report = try await Verification(redis: redis, postgres: pool, clock: .system).run()
    await redis.close()
    await pool.close()
    guard report.holds else {
      let problems = report.problems.map { "\($0.count) x \($0.kind): \($0.meaning)" }
      throw BenchmarkError("verify doesn't hold after the run: \(problems.joined(separator: "; "))")
    }
  }
}
