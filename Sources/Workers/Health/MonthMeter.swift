import EventModel
import PostgresClient
import Store
import Telemetry

/// Measures for how long events and outcomes have partitions to come to.
struct MonthMeter: Sendable {
  /// Of its own, with short timeouts.
  let pool: PostgresPool
  let clock: WallClock
  let ahead: PrometheusGauge

  func measure() async throws {
    let present = MonthSpan(of: clock.now)
    let count = try await pool.send(ListMonths()).count { $0.from >= present.to }
    ahead.set(Double(count))
  }

  func forget() {
    ahead.set(nil)
  }
}
