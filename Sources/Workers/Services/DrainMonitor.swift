import Logging
import ServiceLifecycle

/// Watches until nothing is left to do; its end ends the process.
struct DrainMonitor: Service {
  static var interval: Duration { .milliseconds(100) }

  let context: FleetContext
  let counters: WorkCounters
  /// Whether nothing waits anywhere; may do work of its own to get there. A ``Program/Failure`` ends the process.
  let isDrained: @Sendable () async throws -> Bool

  func run() async throws {
    // Twice in a row with nothing done in between: what one look missed because it was moving, the next one sees.
    var last: WorkCounters.Values?
    var faultPause = FaultPause(logger: context.logger)
    while !Task.isShuttingDownGracefully {
      do {
        if try await isDrained() {
          let now = counters.current
          if now == last {
            context.logger.info("drained")
            return
          }
          last = now
        } else {
          last = nil
        }
      } catch {
        if error is Program.Failure || FaultKind(error) == .cancellation { throw error }
        last = nil
        try await faultPause.wait(after: error, "drain can't see")
        continue
      }
      faultPause.reset()
      try await Pause.wait(Self.interval)
    }
  }
}
