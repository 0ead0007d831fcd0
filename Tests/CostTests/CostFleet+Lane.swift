import EventModel
import RedisClient
import ServiceLifecycle
import Streams
import TestSupport

@testable import Workers

extension CostFleet {
  /// Counts what one lane does until it has handled and acknowledged so many entries.
  func runLane<Handler: BatchHandler>(
    _ stage: String,
    entryCount: Int,
    at time: Timestamp,
    handler: (FleetContext, WorkCounters) -> Handler
  ) async throws -> [CostFigure] {
    let end = LaneEnd(after: entryCount)
    let figures = try await count(stage, at: time) { context in
      let counters = WorkCounters()
      let discovery = context.connection("discovery")
      let handler = CountedBatches(handler: handler(context, counters), end: end)
      let directory = StreamDirectory(group: handler.group, redis: discovery)
      let parts = LaneParts(
        context: context,
        handler: handler,
        directory: directory,
        counters: counters,
        metrics: WorkMetrics(group: handler.group, registry: context.metrics)
      )
      try await directory.refresh()
      let lane = LaneService(lane: StreamLane(parts: parts))
      let configuration = ServiceGroupConfiguration(
        services: [.init(service: lane, successTerminationBehavior: .gracefullyShutdownGroup)],
        logger: Self.silent
      )
      let services = ServiceGroup(configuration: configuration)
      end.set(services)
      try await services.run()
      await discovery.close()
      let work = counters.current
      // Of several revisions of a sample in one batch only the last is applied.
      guard work.received == entryCount, work.applied + work.duplicate == entryCount else {
        throw TestProcessFailure(description: "\(stage): \(work) is not all of \(entryCount) entries, applied")
      }
    }
    return figures + [
      CostFigure("\(stage).entries", entryCount, .exact), CostFigure("\(stage).batches", end.batchCount, .exact),
    ]
  }
}

/// A lane as a process runs it.
private struct LaneService<Handler: BatchHandler>: Service {
  let lane: StreamLane<Handler>

  func run() async throws { try await lane.run() }
}
