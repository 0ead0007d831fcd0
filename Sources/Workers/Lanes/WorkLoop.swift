import Admin
import Logging
import ServiceLifecycle

/// Does one kind of work again and again: at once while there is some, after a wait while there is none.
struct WorkLoop: Service {
  let context: FleetContext
  let name: String
  let idleInterval: Duration
  /// Does a batch, and returns how much that was.
  let work: @Sendable () async throws -> Int

  func run() async throws {
    try await context.watching(name, repeatedly)
  }

  private func repeatedly() async throws {
    var faultPause = FaultPause(logger: context.logger)
    while !Task.isShuttingDownGracefully {
      Pulse.beat()
      do {
        let count = try await work()
        faultPause.reset()
        if count == 0 { try await Pause.wait(idleInterval) }
      } catch {
        if FaultKind(error) == .cancellation { throw error }
        try await faultPause.wait(after: error, "work interrupted", metadata: ["work": "\(name)"])
      }
    }
  }
}
