import Logging
import ServiceLifecycle
import Settings
import Streams

/// Looks for new streams again and again.
struct DiscoveryLoop: Sendable {
  let context: FleetContext
  let directory: StreamDirectory
  let metrics: WorkMetrics

  func run() async throws {
    while !Task.isShuttingDownGracefully {
      do {
        let found = try await directory.refresh()
        metrics.recreated(directory.recreatedCounts)
        if !found.isEmpty { context.logger.info("streams found", metadata: ["count": "\(found.count)"]) }
      } catch {
        if FaultKind(error) == .cancellation { throw error }
        context.logger.warning("discovery failed", metadata: ["error": "\(error)"])
      }
      try await Pause.wait(context.settings.discoveryInterval)
    }
  }
}
