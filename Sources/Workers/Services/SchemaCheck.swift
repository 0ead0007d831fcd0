import PostgresClient
import Store

/// Looks whether the database was prepared. Without its tables a worker could only wait for ever.
struct SchemaCheck {
  let context: FleetContext

  /// - Throws: a ``Program/Failure`` where the schema is missing.
  func check() async throws {
    guard try await context.postgres.send(CheckSchema()) == [true] else { throw Program.Failure.schemaMissing }
  }
}
