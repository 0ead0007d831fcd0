import Admin
import Logging
import RedisClient
import Settings
import Streams

/// Tells Redis again and again what this process is working on, until it is cancelled: a live but slow worker isn't
/// robbed, nor one that is finishing its work at a shutdown.
struct HeartbeatLoop: Sendable {
  let context: FleetContext
  let claims: EntryClaims
  let held: HeldEntries

  /// Some beats before anybody may take an entry over.
  var interval: Duration { context.settings.reclaimIdle / 4 }

  func run() async throws {
    while true {
      try await Task.sleep(for: interval)
      Pulse.beat()
      for (consumer, entries) in held.current {
        do {
          // Fewer are owned where some were acknowledged meanwhile, and where a long silence had them taken over.
          let ownedCount = try await claims.renew(entries, of: consumer)
          context.logger.debug("entries renewed", metadata: ["consumer": "\(consumer)", "count": "\(ownedCount)"])
        } catch {
          if FaultKind(error) == .cancellation { throw error }
          context.logger.warning("heartbeat failed", metadata: ["consumer": "\(consumer)", "error": "\(error)"])
        }
      }
    }
  }
}
