import ArgumentParser
import Benchmark
import EventModel
import FoundationEssentials
import Logging
import PostgresClient
import RedisClient
import Settings
import Telemetry
import Workers

/// What a command of the operator needs: settings, and connections to the stores that it asks for.
struct OperatorSession {
  private static let program = "reckoner"

  let clock = WallClock.system
  let logger: Logger
  private let environment: [String: String]

  /// Runs a command, and ends the process with the contract's exit code when it fails.
  static func run(_ work: (OperatorSession) async throws -> Void) async throws {
    do {
      let environment = ProcessInfo.processInfo.environment
      var reader = SettingsReader(environment: ["RECKONER_LOG_LEVEL": "warning"].merging(environment) { $1 })
      let log = LogSettings(reading: &reader)
      try reader.finish()
      try await work(OperatorSession(logger: Program.start(program, log: log), environment: environment))
    } catch let code as ExitCode {
      throw code
    } catch {
      let failure = Program.failure(from: error)
      StandardError.writeLine("\(program): \(failure.description)")
      throw ExitCode(failure.code.rawValue)
    }
  }

  /// Connections to both stores; what is wrong with either address is named at once.
  func stores() throws -> (redis: RedisConnection, postgres: PostgresPool) {
    var reader = SettingsReader(environment: environment)
    let settings = StoreSettings(reading: &reader)
    var check = SettingsCheck(reader)
    check.redis(settings.redisURL)
    check.postgres(settings.databaseURL)
    try check.finish()
    return (try redis(), try postgres())
  }

  /// A connection to Redis.
  func redis() throws -> RedisConnection {
    var reader = SettingsReader(environment: environment)
    let url = StoreSettings.redisURL(reading: &reader)
    var check = SettingsCheck(reader)
    check.redis(url)
    try check.finish()
    return RedisConnection(configuration: try RedisConfiguration(url: url), name: Self.program)
  }

  /// Connections to PostgreSQL as a worker.
  func postgres() throws -> PostgresPool {
    var reader = SettingsReader(environment: environment)
    let url = StoreSettings.databaseURL(reading: &reader)
    var check = SettingsCheck(reader)
    check.postgres(url)
    try check.finish()
    return try WorkerPool.make(databaseURL: url, program: Self.program, connectionCountMax: 4)
  }

  /// A connection to PostgreSQL as the owner of the schema.
  func ownerConnection() async throws -> PostgresConnection {
    var reader = SettingsReader(environment: environment)
    let url = StoreSettings.ownerDatabaseURL(reading: &reader)
    var check = SettingsCheck(reader)
    check.postgres(url, variable: "RECKONER_OWNER_DATABASE_URL")
    try check.finish()
    return try await PostgresConnection.connect(try PostgresConfiguration(url, applicationName: Self.program))
  }

  /// Whose tokens are taken.
  func accessSettings() throws -> AccessSettings {
    var reader = SettingsReader(environment: environment)
    let settings = AccessSettings(reading: &reader)
    try reader.finish()
    return settings
  }

  /// How notices leave the installation.
  func noticeSettings() throws -> NoticeSettings {
    var reader = SettingsReader(environment: environment)
    let settings = NoticeSettings(reading: &reader)
    try reader.finish()
    return settings
  }

  /// The servers that a benchmark works on.
  func benchmarkStores() async throws -> BenchmarkStores {
    var reader = SettingsReader(environment: environment)
    let redisURL = StoreSettings.redisURL(reading: &reader)
    let ownerURL = StoreSettings.ownerDatabaseURL(reading: &reader)
    let workerURL = reader.secret("reckoner.database.url")
    var check = SettingsCheck(reader)
    check.redis(redisURL)
    check.postgres(ownerURL, variable: "RECKONER_OWNER_DATABASE_URL")
    if let workerURL { check.postgres(workerURL) }
    try check.finish()
    return try await BenchmarkStores(redisURL: redisURL, ownerURL: ownerURL, workerURL: workerURL)
  }

  /// What starts the other programs: they get the search path and the settings of this one.
  func programLauncher() throws -> ProgramLauncher {
    try ProgramLauncher(environment: environment.filter { $0.key == "PATH" || $0.key.hasPrefix("RECKONER_") })
  }
}
