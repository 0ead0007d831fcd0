import PostgresClient
import TestSupport

/// Runs `body` with a connection to a new database of the shared server, and the database's address.
func withConnection<Value>(
  isolation: isolated (any Actor)? = #isolation,
  _ body: (PostgresConnection, String) async throws -> Value
) async throws -> Value {
  try await PostgresServerProcess.shared.withDatabase { url in
    let connection = try await PostgresConnection.connect(PostgresConfiguration(url))
    return try await body(connection, url)
  }
}

/// Runs `body` with a pool on a new database of the shared server.
func withPool<Value>(
  connectionCountMax: Int = 4,
  waiterCountMax: Int = 100,
  acquireTimeout: Duration = .seconds(10),
  isolation: isolated (any Actor)? = #isolation,
  _ body: (PostgresPool, String) async throws -> Value
) async throws -> Value {
  try await PostgresServerProcess.shared.withDatabase { url in
    let pool = PostgresPool(
      configuration: try PostgresConfiguration(url),
      connectionCountMax: connectionCountMax,
      waiterCountMax: waiterCountMax,
      acquireTimeout: acquireTimeout
    )
    do {
      let value = try await body(pool, url)
      await pool.close()
      return value
    } catch {
      await pool.close()
      throw error
    }
  }
}

/// The ``PostgresError`` that `body` throws, or `nil`.
func postgresError(
  isolation: isolated (any Actor)? = #isolation,
  _ body: () async throws -> Void
) async throws -> PostgresError? {
  do {
    try await body()
    return nil
  } catch let error as PostgresError {
    return error
  }
}
