import Insight
import Logging
import ServiceLifecycle
import Settings

/// The services of one process, and how they end: when it is told to stop, all that work hear of it at once and finish what
/// they have begun; what shows the process ends after them.
struct FleetServices {
  private let context: FleetContext
  private let admin: AdminServices?
  private var working: [any Service]
  /// A service whose end ends the process.
  private var last: (any Service)?

  init(context: FleetContext) {
    self.context = context
    admin = AdminServices(context: context)
    working = [StartTask("store away", context: context, SchemaCheck(context: context).check)]
  }

  mutating func add(_ service: some Service) {
    working.append(service)
  }

  /// The lanes of a group, and what the process shows of the streams that they read.
  mutating func add<Handler: BatchHandler>(_ lanes: LaneGroup<Handler>) {
    working += admin?.streams(of: lanes.parts.handler.group, in: lanes.parts.directory) ?? []
    working.append(lanes)
  }

  /// The publication of the outbox and of what agents read, and what the process shows of it.
  mutating func addRelay(counters: WorkCounters) {
    working += admin?.outbox() ?? []
    working.append(OutboxRelay.loop(context: context, counters: counters))
    working.append(CorrectionRelay.loop(context: context))
  }

  /// What the process shows of the partitions that its schedules make.
  mutating func addMonths() {
    working += admin?.months() ?? []
  }

  /// A service whose end ends the process.
  mutating func addLast(_ service: some Service) {
    last = service
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
    // The first is the last to end: a process shows itself as long as it works.
    var services = (admin?.everywhere() ?? []) + [WorkTogether(services: working)]
    services.append(ShutdownNotice(health: context.health))
    var configuration = ServiceGroupConfiguration(services: services.map { .init(service: $0) }, logger: context.logger)
    if let last {
      configuration.services.append(
        .init(
          service: last,
          successTerminationBehavior: .gracefullyShutdownGroup,
          failureTerminationBehavior: .gracefullyShutdownGroup
        )
      )
    }
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

/// Services that hear of a shutdown at once: one after the other each could take the time of the whole shutdown. Where one
/// fails, the process ends with its error.
private struct WorkTogether: Service {
  let services: [any Service]

  func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for service in services { group.addTask { try await service.run() } }
      do {
        while try await group.next() != nil {}
      } catch {
        // A process that lacks a part ends, and its others are cancelled with the group. In a shutdown they end by
        // themselves, after what they began.
        if Task.isShuttingDownGracefully { while await group.nextResult() != nil {} }
        throw error
      }
    }
  }
}
