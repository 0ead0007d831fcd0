import EventModel
import Logging
import PostgresClient
import ServiceLifecycle
import Store

/// Makes the months that events need next, once at the start of a process that records them: a fleet whose scheduler has
/// been away for long goes on all the same.
struct MonthStart: Service {
  let context: FleetContext

  func run() async throws {
    var faultPause = FaultPause(logger: context.logger)
    while !Task.isShuttingDownGracefully {
      do {
        let until = context.clock.now.adding(months: RetentionJob.monthsAhead)
        _ = try await context.postgres.send(EnsureMonths(until: until))
        return try await gracefulShutdown()
      } catch let error as PostgresError {
        if FaultKind(error) == .cancellation { throw error }
        try await faultPause.wait(after: error, "months not made")
      }
    }
  }
}
