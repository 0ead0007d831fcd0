import Logging
import ServiceLifecycle

/// Does something once, as soon as the stores let it.
///
/// It stays until the shutdown: a service that ends by itself while the others are being shut down counts as a failure.
struct StartTask: Service {
  let context: FleetContext
  /// What the log says where it has to be tried again.
  let complaint: String
  /// A ``Program/Failure`` of it ends the process, and everything else may pass.
  let work: @Sendable () async throws -> Void

  init(_ complaint: String, context: FleetContext, _ work: @escaping @Sendable () async throws -> Void) {
    self.context = context
    self.complaint = complaint
    self.work = work
  }

  func run() async throws {
    var faultPause = FaultPause(logger: context.logger)
    while !Task.isShuttingDownGracefully {
      do {
        try await work()
        return try await gracefulShutdown()
      } catch {
        if error is Program.Failure || FaultKind(error) == .cancellation { throw error }
        try await faultPause.wait(after: error, "\(complaint)")
      }
    }
  }
}
