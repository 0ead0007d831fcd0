import EventModel
import Logging
import PostgresClient
import RedisClient
import ServiceLifecycle
public import Streams
import Synchronization

/// A process that replays dead letters instead of working, and ends when it has seen them all.
public enum DeadLetterReplay {
  /// Replays, or says what a replay would do.
  /// - Returns: what was done.
  public static func run(
    _ request: ReplayRequest,
    by program: ReplayProgram,
    in context: FleetContext,
    observer: some ReplayObserver
  ) async throws -> ReplayReport {
    let counters = WorkCounters()
    return switch program {
    case .outcomeWorker:
      try await run(request, EventIngestor(context: context, counters: counters), in: context, observer)
    case .calibrationAggregator:
      try await run(
        request,
        SampleFolder(context: context, counters: counters, pending: PendingJudgements()),
        in: context,
        observer
      )
    }
  }

  private static func run(
    _ request: ReplayRequest,
    _ handler: some BatchHandler,
    in context: FleetContext,
    _ observer: some ReplayObserver
  ) async throws -> ReplayReport {
    let service = ReplayProcess(context: context, handler: handler, request: request, observer: observer)
    var services = FleetServices(context: context)
    services.addLast(service)
    try await services.run()
    await context.postgres.close()
    return service.report
  }
}

/// The replay as the one service of its process.
private final class ReplayProcess<Handler: BatchHandler>: Service {
  private let context: FleetContext
  private let handler: Handler
  private let request: ReplayRequest
  private let observer: any ReplayObserver
  private let finished: Mutex<ReplayReport>

  init(context: FleetContext, handler: Handler, request: ReplayRequest, observer: any ReplayObserver) {
    self.context = context
    self.handler = handler
    self.request = request
    self.observer = observer
    var report = ReplayReport(isRehearsal: request.isRehearsal)
    // Until it ends.
    report.isInterrupted = true
    finished = Mutex(report)
  }

  var report: ReplayReport { finished.withLock { $0 } }

  func run() async throws {
    let redis = context.connection("replay")
    var run = ReplayRun(context: context, handler: handler, request: request, redis: redis, observer: observer)
    try await run.run()
    let report = run.report
    finished.withLock { $0 = report }
    await redis.close()
  }
}
