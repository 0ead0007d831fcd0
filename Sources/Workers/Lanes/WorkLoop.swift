import Delivery
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
    var backoff = Backoff(firstDelay: .milliseconds(100), delayMax: .seconds(5))
    while !Task.isShuttingDownGracefully {
      do {
        let count = try await work()
        backoff.reset()
        if count == 0 { try await Pause.wait(idleInterval) }
      } catch {
        if FaultKind(error) == .cancellation { throw error }
        var generator = SystemRandomNumberGenerator()
        let pause = backoff.next(using: &generator)
        context.logger.warning(
          "work interrupted",
          metadata: ["work": "\(name)", "error": "\(error)", "pause": "\(pause)"]
        )
        try await Pause.wait(pause)
      }
    }
  }
}
