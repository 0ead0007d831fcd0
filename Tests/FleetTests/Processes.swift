import ServiceLifecycle
import Testing
import Workers

/// Processes of the fleet at work for as long as something else runs.
struct Processes {
  private let services: [any Service]
  private let faults: FaultCounter

  init(_ services: [any Service], _ faults: FaultCounter) {
    self.services = services
    self.faults = faults
  }

  /// Runs the processes while `body` runs, then ends them gracefully.
  func run(_ body: () async throws -> Void) async throws {
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(services: services.map { .init(service: $0) }, logger: faults.logger)
    )
    try await withThrowingTaskGroup { tasks in
      tasks.addTask { try await group.run() }
      do {
        try await body()
      } catch {
        Issue.record("\(error); last faults: \(faults.last)")
        tasks.cancelAll()
        throw error
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }
}

/// A worker as a service of another group, whose shutdown it follows.
struct WorkerProcess: Service {
  let worker: OutcomeWorker

  func run() async throws {
    try await worker.run(drains: false)
  }
}

/// An aggregator as a service of another group.
struct AggregatorProcess: Service {
  let aggregator: CalibrationAggregator

  func run() async throws {
    try await aggregator.run(drains: false)
  }
}
