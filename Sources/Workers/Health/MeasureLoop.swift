import Admin
import Logging
import ServiceLifecycle

/// Measures something again and again for the life of a process; what can't be measured is forgotten, because a number that
/// was right once looks like one that is right.
struct MeasureLoop: Service {
  static var interval: Duration { .seconds(5) }
  /// A measurement takes about this part of the time at most: with many streams, or slow stores, they come less often.
  static var share: Double { 0.01 }
  /// However long a measurement takes, the next one comes before the last one is history.
  static var restMax: Duration { .seconds(30) }

  let context: FleetContext
  let name: String
  let measure: @Sendable () async throws -> Void
  /// Makes everything unknown that `measure` sets.
  let forget: @Sendable () -> Void

  func run() async throws {
    forget()
    try await context.watching(name) {
      while !Task.isShuttingDownGracefully {
        let begin = ContinuousClock.now
        do {
          try await measure()
        } catch {
          forget()
          if FaultKind(error) == .cancellation { throw error }
          // That a store is away is told by the probe of its health.
          context.logger.debug("not measured", metadata: ["what": "\(name)", "error": "\(error)"])
        }
        let elapsed = ContinuousClock.now - begin
        try await Pause.wait(max(Self.interval, min(elapsed * (1 / Self.share), Self.restMax)))
      }
    }
  }
}
