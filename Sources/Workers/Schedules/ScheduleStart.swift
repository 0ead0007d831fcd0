import Logging
import ServiceLifecycle

/// Sees to it, when a scheduler starts, that there are schedules; then rests until the process ends.
struct ScheduleStart: Service {
  let keeper: ScheduleKeeper
  let context: FleetContext

  func run() async throws {
    var faultPause = FaultPause(logger: context.logger)
    while !Task.isShuttingDownGracefully {
      do {
        try await keeper.keepInstallation(asOf: context.clock.now)
        return try await gracefulShutdown()
      } catch {
        if FaultKind(error) == .cancellation { throw error }
        try await faultPause.wait(after: error, "schedules not made", metadata: [:])
      }
    }
  }
}
