import Admin
import PostgresClient
import Store

/// Whether PostgreSQL takes writes, and has the tables.
struct PostgresHealth: HealthCheck {
  static let name = "postgresql"

  /// Of its own, with short timeouts.
  let pool: PostgresPool

  func look() async throws -> Dependency.State {
    do throws(PostgresError) {
      let (writable, schema) = try await pool.send(CheckWritable(), CheckSchema())
      guard let server = writable.first else { return .notReady("PostgreSQL gave no answer") }
      if server.isInRecovery { return .notReady("PostgreSQL takes no writes: the server is a standby or recovers") }
      if server.isReadOnly {
        return .notReady(
          "PostgreSQL takes no writes: transactions are read-only by default (SHOW transaction_read_only)"
        )
      }
      if schema != [true] { return .notReady("\(Program.Failure.schemaMissing.description)") }
      return .ready
    } catch {
      if error.code == .cancelled { throw CancellationError() }
      return .notReady("PostgreSQL can't be asked: \(error.message)")
    }
  }
}
