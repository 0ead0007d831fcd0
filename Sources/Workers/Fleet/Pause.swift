import Admin
import ServiceLifecycle

/// Waits in a loop that a graceful shutdown ends early.
enum Pause {
  /// A long wait is no standstill: after so long the loop's pulse beats again.
  private static let pulseInterval: Duration = .seconds(10)

  /// Returns after `duration`, or at once when a shutdown begins.
  /// - Throws: `CancellationError` only when the task itself is cancelled.
  static func wait(_ duration: Duration) async throws {
    let end = ContinuousClock.now + duration
    Pulse.beat()
    try await sleep(min(duration, pulseInterval))
    while !Task.isShuttingDownGracefully, end > .now {
      Pulse.beat()
      try await sleep(min(end - .now, pulseInterval))
    }
    Pulse.beat()
  }

  private static func sleep(_ duration: Duration) async throws {
    try await cancelWhenGracefulShutdown {
      do {
        try await Task.sleep(for: duration)
      } catch is CancellationError {
        // Woken: the caller's loop looks at why.
      }
    }
    if Task.isCancelled && !Task.isShuttingDownGracefully { throw CancellationError() }
  }
}
