import ServiceLifecycle

/// Waits in a loop that a graceful shutdown ends early.
enum Pause {
  /// Returns after `duration`, or at once when a shutdown begins.
  /// - Throws: `CancellationError` only when the task itself is cancelled.
  static func wait(_ duration: Duration) async throws {
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
