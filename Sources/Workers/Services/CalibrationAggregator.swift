import PostgresClient
import RedisClient
import Store

/// The process that folds samples into bins and judges the agents' confidence by them.
public struct CalibrationAggregator: Sendable {
  private let context: FleetContext
  private let lanes: LaneGroup<SampleFolder>
  private let redis: RedisConnection
  private let reconciliation: DrainReconciliation
  private let judgements: JudgementLoop

  public init(context: FleetContext) {
    self.context = context
    let counters = WorkCounters()
    let pending = PendingJudgements()
    lanes = LaneGroup(
      context: context,
      handler: SampleFolder(context: context, counters: counters, pending: pending),
      counters: counters
    )
    redis = context.connection("reconcile")
    judgements = JudgementLoop(context: context, pending: pending, counters: counters, redis: redis)
    reconciliation = DrainReconciliation(SampleReconciliation(context: context, redis: redis), counters: counters)
  }

  /// What was done so far.
  public var work: WorkCounters.Values { lanes.counters.current }

  /// Works until the process is told to stop; with `drains`, until nothing is left to do.
  public func run(drains: Bool) async throws {
    var services = FleetServices(context: context)
    // An outbox row that its worker left behind is published by whoever is alive.
    services.addRelay(counters: lanes.counters)
    services.add(
      ReconciliationLoop(context: context, directory: lanes.parts.directory, counters: lanes.counters, redis: redis)
    )
    services.add(lanes.census)
    services.add(lanes)
    services.add(judgements.loop())
    if drains {
      services.addLast(DrainMonitor(context: context, counters: lanes.counters, isDrained: isDrained))
    }
    try await services.run()
    await lanes.close()
    await redis.close()
    await context.postgres.close()
  }

  @Sendable private func isDrained() async throws -> Bool {
    guard let waiting = try await context.postgres.send(CountWork()).first, waiting.outboxCount == 0 else {
      return false
    }
    guard try await lanes.isDrained() else { return false }
    try await lanes.census.count()
    guard try await reconciliation.isComplete() else { return false }
    return try await judgements.isComplete()
  }
}
