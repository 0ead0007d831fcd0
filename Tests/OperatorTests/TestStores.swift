import Synchronization
import TestSupport

/// One pair of servers for all tests of this target, with a migrated database to copy.
final class TestStores: Sendable {
  private static let template = "operator_template"
  private static let redisDatabaseCount = 512

  let postgres: PostgresServerProcess
  let redis: RedisServerProcess
  private let fleetCount = Atomic<Int>(0)

  private static let sharedStart = Task { try await TestStores() }

  static var shared: TestStores {
    get async throws { try await sharedStart.value }
  }

  init() async throws {
    postgres = try await PostgresServerProcess.start(.init(settings: ["max_connections": "200"]))
    redis = try await RedisServerProcess.start(.init(arguments: ["--databases", String(Self.redisDatabaseCount)]))
    try await postgres.createDatabase(Self.template)
    let environment = ["RECKONER_OWNER_DATABASE_URL": postgres.socketURL(database: Self.template)]
    let ending = try await ProgramProcess.run("reckoner", ["migrate"], environment: environment)
    guard ending.exitCode == 0 else { throw ProgramProcess.Failure(description: "migrate: \(ending)") }
  }

  /// A copy of the migrated database, and the next Redis database.
  func makeFleet() async throws -> TestFleet {
    let number = fleetCount.add(1, ordering: .relaxed).newValue
    precondition(number < Self.redisDatabaseCount, "more tests than Redis has databases")
    let database = "operator_\(number)"
    try await postgres.createDatabase(database, template: Self.template)
    return TestFleet(redisURL: "\(redis.url)/\(number)", database: database, server: postgres)
  }
}
