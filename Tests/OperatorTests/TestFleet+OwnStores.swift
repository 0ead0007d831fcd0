import PostgresClient
import TestSupport

extension TestFleet {
  /// Runs `body` with a fleet on servers that the test may stop, and starts no other beside.
  static func runOnOwnStores<Value: Sendable>(
    _ body: (TestFleet, RedisServerProcess) async throws -> Value
  ) async throws -> Value {
    try await places.with {
      let stores = try await TestStores()
      defer {
        stores.redis.stop()
        stores.postgres.stop()
      }
      return try await body(try await stores.makeFleet(), stores.redis)
    }
  }

  /// Runs `body` while another session has run some SQL and keeps its transaction open.
  func holding<Value>(_ sql: String, _ body: () async throws -> Value) async throws -> Value {
    let session = try await PostgresConnection.connect(try PostgresConfiguration(server.socketURL(database: database)))
    try await session.executeScript("BEGIN; " + sql)
    do {
      let value = try await body()
      await session.close()
      return value
    } catch {
      await session.close()
      throw error
    }
  }

  /// Sessions that a program has at the server.
  func sessionCount(of program: String, where condition: String = "true") async throws -> Int {
    try await number(
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = '\(program)' AND \(condition)
      """
    )
  }
}
