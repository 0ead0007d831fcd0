import EventModel
import PostgresClient
import RedisClient
import Reports
import ServiceLifecycle
import Settings
import Store

/// Every job, with what it works on.
struct ScheduledWork: Sendable {
  private let context: FleetContext
  private let counters: WorkCounters
  private let redis: RedisConnection
  private let rollups: RollupFold
  private let judgements: JudgementLoop
  let keeper: ScheduleKeeper
  let zones: ZoneBook

  init(context: FleetContext, counters: WorkCounters = WorkCounters()) {
    self.context = context
    self.counters = counters
    redis = context.connection("schedules")
    rollups = RollupFold(context: context)
    judgements = JudgementLoop(context: context, pending: PendingJudgements(), counters: counters, redis: redis)
    zones = ZoneBook(postgres: context.postgres)
    keeper = ScheduleKeeper(postgres: context.postgres, zones: zones)
  }

  /// What looks after windows, judgements and roll-ups every few seconds or minutes, whatever the schedules say.
  var loops: [WorkLoop] {
    [
      WindowSweep.loop(context: context, counters: counters),
      judgements.sweepLoop(every: context.settings.calibrationInterval),
      rollups.loop(counters: counters),
    ]
  }

  func close() async {
    await redis.close()
    await rollups.close()
  }

  func perform(_ run: JobRun) async throws -> JobReport {
    var report: JobReport =
      switch run.job {
      case .sweep: try await closeWindows(asOf: run.now)
      case .calibration: try await judge(asOf: run.now)
      case .immediateSignals:
        try await SignalCheck(context: context, types: [.emailEngagement]).run(asOf: run.now)
      case .engagementSignals:
        try await SignalCheck(context: context, types: [.meetingOutcome, .escalationResult]).run(asOf: run.now)
      case .dealSignals: try await SignalCheck(context: context, types: [.dealProgression]).run(asOf: run.now)
      case .rollups: try await foldRollups()
      case .tenantSchedules: try await keeper.keep(asOf: run.now)
      case .retention: try await RetentionJob(context: context).run(asOf: run.now).job
      case .housekeeping: try await Housekeeping(postgres: context.postgres).run(asOf: run.now)
      case .deliveries: JobReport(count: try await DeliveryLoop.runOnce(context: context, asOf: run.now))
      case .dailyReport: try await reports.make(.daily, of: run.tenantID, dueAt: run.dueAt)
      case .weeklyReport: try await reports.make(.weekly, of: run.tenantID, dueAt: run.dueAt)
      case .reportCorrections: try await reports.correct(of: run.tenantID, asOf: run.now)
      case .alerts:
        try await AlertJob(postgres: context.postgres, redis: redis).run(of: run.tenantID, dueAt: run.dueAt)
      }
    if Task.isShuttingDownGracefully { report.isInterrupted = true }
    return report
  }

  private var reports: ReportJob { ReportJob(postgres: context.postgres, clock: context.clock) }

  private func closeWindows(asOf now: Timestamp) async throws -> JobReport {
    let sweep = WindowSweep(context: context)
    let count = try await sweep.run(asOf: now)
    let unfoldedCount = sweep.unfoldedCount()
    try await rollups.foldAll()
    return JobReport(
      count: count,
      problem: unfoldedCount == 0
        ? nil : "conversations can't be folded, \(unfoldedCount) at least: the log names them"
    )
  }

  private func foldRollups() async throws -> JobReport {
    let count = try await rollups.foldAll()
    let unfoldedCount = rollups.unfoldedTenants.count
    return JobReport(
      count: count,
      problem: unfoldedCount == 0 ? nil : "roll-ups of \(unfoldedCount) tenants can't be folded: the log names them"
    )
  }

  private func judge(asOf now: Timestamp) async throws -> JobReport {
    let count = try await judgements.judgeAll(asOf: now).judgedCount
    try await judgements.fitMaps(asOf: now)
    // What agents are told; the events and what fails here are left to the relays.
    try await judgements.publish()
    return JobReport(count: count)
  }
}
