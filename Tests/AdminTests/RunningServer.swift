import Admin
import Logging
import ServiceLifecycle
import Settings
import Telemetry
import TestSupport

/// An admin server that runs for the time of a test.
struct RunningServer: Sendable {
  let health: HealthBoard
  let metrics: PrometheusRegistry
  /// `host:port`.
  let address: String
  /// Begins the graceful shutdown.
  let shutDown: @Sendable () async -> Void

  /// Runs `body` beside a server, then shuts the server down and waits for its end.
  static func with(
    health: HealthBoard = HealthBoard(),
    listen: ListenAddress = ListenAddress(host: "127.0.0.1", port: 0),
    _ body: @escaping @Sendable (RunningServer) async throws -> Void
  ) async throws {
    let metrics = PrometheusRegistry()
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let server = AdminServer(listen: listen, health: health, metrics: metrics, logger: logger)
    let group = ServiceGroup(configuration: .init(services: [.init(service: server)], logger: logger))
    let shutDown: @Sendable () async -> Void = { await group.triggerGracefulShutdown() }
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      tasks.addTask {
        try await Wait.until("the server listens") { server.address != nil }
        let address = server.address?.description ?? ""
        try await body(RunningServer(health: health, metrics: metrics, address: address, shutDown: shutDown))
        await shutDown()
      }
      // The first error ends both: a server that can't listen, or a test that fails.
      for try await _ in tasks {}
    }
  }

  func ask(_ path: String, method: String = "GET") async throws -> HTTPAnswer {
    try await HTTPAnswer.of(path, at: address, method: method)
  }
}
