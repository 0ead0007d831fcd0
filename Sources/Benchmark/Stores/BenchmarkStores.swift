import Glibc
import PostgresClient
import RedisClient
import Store
import Synchronization

/// The servers that a benchmark works on: a Redis database of its own, and a PostgreSQL in which it makes databases.
public final class BenchmarkStores: Sendable {
  /// What tells a Redis database that a benchmark left from one that somebody needs.
  static let markerKey = "reckoner:bench"
  /// What PostgreSQL knows the benchmark's own sessions by.
  static let applicationName = "reckoner-bench"
  private static let rewriteTimeout = Duration.seconds(600)
  private static let commandTimeout = Duration.seconds(3600)

  let redisURL: String
  let redisConfiguration: RedisConfiguration
  let redis: RedisConnection
  /// A session in the database of the address.
  let owner: PostgresConnection
  private let ownerAddress: DatabaseAddress
  private let workerAddress: DatabaseAddress
  private let databaseCount = Atomic<Int>(0)

  /// Connects to both.
  /// - Parameters:
  ///   - ownerURL: of a superuser: it makes databases, and asks for checkpoints.
  ///   - workerURL: as the worker's role; `nil` is the owner's address with user `reckoner_worker`.
  /// - Throws: ``BenchmarkError`` where Redis holds anything that no benchmark left.
  public init(redisURL: String, ownerURL: String, workerURL: String?) async throws {
    self.redisURL = redisURL
    var configuration = try RedisConfiguration(url: redisURL)
    // A million entries take a while to be removed.
    configuration.commandTimeout = .seconds(120)
    redisConfiguration = configuration
    redis = RedisConnection(configuration: configuration, name: "bench")
    ownerAddress = DatabaseAddress(ownerURL)
    workerAddress = workerURL.map(DatabaseAddress.init) ?? ownerAddress.with([("user", "reckoner_worker")])
    owner = try await Self.connect(ownerAddress)
    try await checkRedis()
  }

  /// Ends the connections, and leaves an empty Redis.
  public func close() async throws {
    _ = try await redis.send(RawCommand(["FLUSHDB"]))
    await redis.close()
    await owner.close()
  }

  /// Nothing limits a statement but the call: a history of millions of rows is made by one.
  static func connect(_ address: DatabaseAddress) async throws -> PostgresConnection {
    try await PostgresConnection.connect(
      PostgresConfiguration(
        address.text,
        applicationName: applicationName,
        statementTimeout: nil,
        lockTimeout: nil,
        idleInTransactionTimeout: nil,
        commandTimeout: commandTimeout
      )
    )
  }

  private func checkRedis() async throws {
    let count = try await redis.send(RawCommand(["DBSIZE"])).integer()
    if count == 0 { return }
    guard try await redis.send(KeyExists(keys: [Self.markerKey])) == 1 else {
      throw BenchmarkError(
        "the Redis database of RECKONER_REDIS_URL holds \(count) keys, and a benchmark empties it: name an empty one, "
          + "or run deploy/bench, which starts servers of its own"
      )
    }
  }

  /// Removes everything from the Redis database but the mark that says whose it is.
  func emptyRedis() async throws {
    _ = try await redis.send(RawCommand(["FLUSHDB"]))
    _ = try await redis.send(RawCommand(["SET", Self.markerKey, "empties itself"]))
    try await settleRedis()
  }

  /// Has the append-only file written anew, and waits for that: else Redis does it when the file has doubled, in one run
  /// and not in the other, and a child of it takes half of two cores meanwhile.
  func settleRedis() async throws {
    let deadline = ContinuousClock.now + Self.rewriteTimeout
    var isAsked = false
    while true {
      let info = try await redis.send(ServerInfo(section: "persistence"))
      guard info["aof_enabled"] == "1" else { return }
      let isIdle = ["aof_rewrite_in_progress", "aof_rewrite_scheduled", "rdb_bgsave_in_progress"].allSatisfy { name in
        info[name] == "0"
      }
      if isIdle && isAsked { return }
      if isIdle {
        _ = try await redis.send(RawCommand(["BGREWRITEAOF"]))
        isAsked = true
      }
      guard ContinuousClock.now < deadline else { throw BenchmarkError("Redis doesn't finish its append-only file") }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Runs `body` in a new database, and drops it afterwards, whatever happens.
  /// - Parameter template: a database to copy, to which nobody is connected; `nil` makes a migrated one without rows.
  func withDatabase<Value>(
    copying template: BenchmarkDatabase? = nil,
    _ body: (BenchmarkDatabase) async throws -> Value
  ) async throws -> Value {
    let name = "reckoner_bench_\(getpid())_\(databaseCount.add(1, ordering: .relaxed).newValue)"
    let database = BenchmarkDatabase(
      name: name,
      ownerAddress: ownerAddress.with([("dbname", name)]),
      workerAddress: workerAddress.with([("dbname", name)])
    )
    try await owner.executeScript("CREATE DATABASE \(name) TEMPLATE \(template?.name ?? "template1")")
    let result: Result<Value, any Error>
    do {
      if template == nil { try await migrate(database) }
      result = .success(try await body(database))
    } catch {
      result = .failure(error)
    }
    try await drop(name, after: result)
    return try result.get()
  }

  private func migrate(_ database: BenchmarkDatabase) async throws {
    let connection = try await Self.connect(database.ownerAddress)
    _ = try await LearningMigrations.migrator.migrate(connection)
    await connection.close()
  }

  /// On a connection of its own in a task of its own: a benchmark that is interrupted removes its databases all the same.
  private func drop<Value>(_ name: String, after result: Result<Value, any Error>) async throws {
    let dropping = Task { [ownerAddress] in
      let connection = try await Self.connect(ownerAddress)
      try await connection.executeScript("DROP DATABASE \(name) WITH (FORCE)")
      await connection.close()
    }
    do {
      try await dropping.value
    } catch {
      // The first error says more.
      if case .failure(let first) = result { throw first }
      throw error
    }
  }
}

/// One database of a benchmark.
struct BenchmarkDatabase: Hashable, Sendable {
  let name: String
  let ownerAddress: DatabaseAddress
  let workerAddress: DatabaseAddress
}
