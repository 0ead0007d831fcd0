import Logging
import ServiceLifecycle
import Settings
import UnixSignals

/// The services of one process, and how they end: at SIGTERM or SIGINT in the reverse of their order, each finishing what
/// it has begun.
struct FleetServices {
  private let context: FleetContext
  private var services: [ServiceGroupConfiguration.ServiceConfiguration]

  init(context: FleetContext) {
    self.context = context
    services = [.init(service: SchemaCheck(context: context))]
  }

  mutating func add(_ service: some Service) {
    services.append(.init(service: service))
  }

  /// A service whose end ends the process.
  mutating func addLast(_ service: some Service) {
    services.append(.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup))
  }

  func run() async throws {
    var configuration = ServiceGroupConfiguration(
      services: services,
      gracefulShutdownSignals: [.sigterm, .sigint],
      logger: context.logger
    )
    configuration.maximumGracefulShutdownDuration = context.settings.drainLimit
    do {
      try await ServiceGroup(configuration: configuration).run()
    } catch is CancellationError {
      throw Program.Failure(
        .tryAgain,
        "the shutdown took longer than RECKONER_DRAIN_LIMIT_SECONDS; what was begun is done again by somebody else"
      )
    }
  }
}
