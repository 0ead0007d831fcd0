import PostgresClient
import Store
import Telemetry

/// Measures how much waits in the outbox, of all tenants and for whichever process publishes it.
struct OutboxMeter: Sendable {
  /// Of its own, with short timeouts.
  let pool: PostgresPool
  let depth: PrometheusGauge

  func measure() async throws {
    depth.set(try await pool.send(CountOutbox()).first.map(Double.init))
  }

  func forget() {
    depth.set(nil)
  }
}
