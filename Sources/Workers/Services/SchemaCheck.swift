import Logging
import PostgresClient
import ServiceLifecycle
import Store

/// Looks once, as soon as PostgreSQL answers, whether the database was prepared; ends the process where it wasn't. Without
/// its tables a worker could only wait for ever.
///
/// It stays until the shutdown: a service that ends by itself while the others are being shut down counts as a failure.
struct SchemaCheck: Service {
  let context: FleetContext

  func run() async throws {
    var faultPause = FaultPause(logger: context.logger)
    while !Task.isShuttingDownGracefully {
      do {
        try await check()
        return try await gracefulShutdown()
      } catch let error as PostgresError {
        if FaultKind(error) == .cancellation { throw error }
        try await faultPause.wait(after: error, "store away")
      }
    }
  }

  /// - Throws: a ``Program/Failure`` where the schema is missing.
  func check() async throws {
    guard try await context.postgres.send(CheckSchema()) == [true] else { throw Program.Failure.schemaMissing }
  }
}
