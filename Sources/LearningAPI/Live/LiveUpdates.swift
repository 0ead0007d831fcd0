import LiveStream
public import ServiceLifecycle

/// Follows the updates of all tenants for as long as the process serves; at a graceful shutdown every stream is told that
/// the server restarts, and ends.
public struct LiveUpdates: Service {
  private let services: APIServices

  public init(services: APIServices) {
    self.services = services
  }

  public func run() async throws {
    let hub = services.hub
    await withGracefulShutdownHandler {
      await hub.run()
    } onGracefulShutdown: {
      Task { await hub.shutDown() }
    }
  }
}
