public import EventModel
import PostgresClient
import RedisClient
import ServiceLifecycle
import Settings

/// The process for what happens because time passes.
public struct LearningScheduler: Sendable {
  /// A job by its name.
  public enum Job: String, CaseIterable, Sendable {
    /// Closes windows, and then brings the roll-ups up to date.
    case sweep
    /// Judges the agents' confidence by the samples that have matured.
    case calibration
  }

  private let context: FleetContext
  private let counters = WorkCounters()

  public init(context: FleetContext) {
    self.context = context
  }

  /// Works until the process is told to stop.
  public func run() async throws {
    var group = FleetServices(context: context)
    // An outbox row that its worker left behind is published by whoever is alive.
    group.addRelay(counters: counters)
    group.add(WindowSweep.loop(context: context, counters: counters))
    let redis = context.connection("calibration")
    group.add(judgements(redis: redis).sweepLoop(every: context.settings.calibrationInterval))
    // So are changes of roll-ups.
    let rollups = RollupFold(context: context)
    group.add(rollups.loop(counters: counters))
    try await group.run()
    await redis.close()
    await rollups.close()
    await context.postgres.close()
  }

  /// Does one job once, as of a time.
  /// - Returns: how many outcomes it wrote, or judgements it made.
  /// - Throws: a ``Program/Failure`` where a shutdown interrupted it, in which case nobody knows what is left, or where
  ///   conversations could not be folded: what it wrote stays.
  public func run(_ job: Job, asOf now: Timestamp) async throws -> Int {
    try await SchemaCheck(context: context).check()
    let sweep = WindowSweep(context: context)
    let count =
      switch job {
      case .sweep: try await close(sweep, asOf: now)
      case .calibration: try await judge(asOf: now)
      }
    await context.postgres.close()
    if Task.isShuttingDownGracefully {
      throw Program.Failure(.tryAgain, "\(job.rawValue) was interrupted after \(count) \(job.unit): run it again")
    }
    let unfoldedCount = sweep.unfoldedCount()
    if unfoldedCount > 0 {
      throw Program.Failure(
        .problemsFound,
        "\(job.rawValue) wrote \(count) outcomes, but conversations can't be folded, \(unfoldedCount) at least: the log "
          + "names them"
      )
    }
    return count
  }

  /// - Returns: how many outcomes were written.
  private func close(_ sweep: WindowSweep, asOf now: Timestamp) async throws -> Int {
    let count = try await sweep.run(asOf: now)
    let rollups = RollupFold(context: context)
    do {
      try await rollups.foldAll()
    } catch {
      await rollups.close()
      throw error
    }
    await rollups.close()
    return count
  }

  private func judge(asOf now: Timestamp) async throws -> Int {
    let redis = context.connection("calibration")
    let judgements = judgements(redis: redis)
    do {
      let count = try await judgements.judgeAll(asOf: now).judgedCount
      try await judgements.fitMaps(asOf: now)
      // What agents are told; the events and what fails here are left to the relays.
      try await judgements.publish()
      await redis.close()
      return count
    } catch {
      await redis.close()
      throw error
    }
  }

  private func judgements(redis: RedisConnection) -> JudgementLoop {
    JudgementLoop(context: context, pending: PendingJudgements(), counters: counters, redis: redis)
  }
}

extension LearningScheduler.Job {
  /// What it counts.
  public var unit: String {
    switch self {
    case .sweep: "outcomes"
    case .calibration: "judgements"
    }
  }
}
