import Foundation
import PostgresClient
import TestSupport

extension TestFleet {
  /// Runs `body` with a copy of the database, beside the same Redis.
  func withCopy<Value>(
    isolation: isolated (any Actor)? = #isolation,
    _ body: (TestFleet) async throws -> Value
  ) async throws -> Value {
    let name = "copy_\(UUID().uuidString.lowercased().replacing("-", with: "_"))"
    // Nobody may be connected to what is copied; pools connect again by themselves.
    try await postgresServer.execute(
      "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '\(database)'"
    )
    try await postgresServer.createDatabase(name, template: database)
    let copy = TestFleet(
      redisServer: redisServer,
      postgresServer: postgresServer,
      database: name,
      redis: redis,
      postgres: try Self.pool(postgresServer, name)
    )
    let value = try await body(copy)
    await copy.postgres.close()
    try await postgresServer.execute("DROP DATABASE \(name) WITH (FORCE)")
    return value
  }
}
