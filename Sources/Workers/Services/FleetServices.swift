import Logging
import ServiceLifecycle
import Settings
import UnixSignals

/// The services of one process, and how they end: at SIGTERM or SIGINT in the reverse of their order, each finishing what
/// it has begun.
struct FleetServices {
  private let context: FleetContext
  private let admin: AdminServices?
  private var services: [ServiceGroupConfiguration.ServiceConfiguration] = []

  init(context: FleetContext) {
    self.context = context
    admin = AdminServices(context: context)
    // First, so that it is the last to end: a process shows itself as long as it works.
    add(admin?.everywhere() ?? [])
    add(SchemaCheck(context: context))
  }

  mutating func add(_ service: some Service) {
    services.append(.init(service: service))
  }

  private mutating func add(_ services: [any Service]) {
    self.services += services.map { .init(service: $0) }
  }

  /// The lanes of a group, and what the process shows of the streams that they read.
  mutating func add<Handler: BatchHandler>(_ lanes: LaneGroup<Handler>) {
    add(admin?.streams(of: lanes.parts.handler.group, in: lanes.parts.directory) ?? [])
    services.append(.init(service: lanes))
  }

  /// The publication of the outbox, and what the process shows of it.
  mutating func addRelay(counters: WorkCounters) {
    add(admin?.outbox() ?? [])
    add(OutboxRelay.loop(context: context, counters: counters))
  }

  /// A service whose end ends the process.
  mutating func addLast(_ service: some Service) {
    services.append(.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup))
  }

  func run() async throws {
    do {
      try await runAll()
      await admin?.close()
    } catch {
      await admin?.close()
      throw error
    }
  }

  private func runAll() async throws {
    var configuration = ServiceGroupConfiguration(
      services: services + [.init(service: ShutdownNotice(health: context.health))],
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
