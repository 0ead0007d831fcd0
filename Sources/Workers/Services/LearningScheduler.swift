public import EventModel
import PostgresClient
import ServiceLifecycle
import Settings
import Store

/// The process for what happens because time passes.
public struct LearningScheduler: Sendable {
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
    group.addMonths()
    let work = ScheduledWork(context: context, counters: counters)
    for loop in work.loops { group.add(loop) }
    group.add(DeliveryLoop.loop(context: context))
    group.add(
      StartTask("schedules not made", context: context) { [context] in
        try await work.keeper.keepInstallation(asOf: context.clock.now)
      }
    )
    let runner = ScheduleRunner(context: context, zones: work.zones) { run in try await work.perform(run) }
    // One that takes an hour doesn't hold up the others.
    for number in 1...context.settings.laneCount { group.add(runner.loop(number)) }
    try await group.run()
    await work.close()
    await context.postgres.close()
  }

  /// Does one job once, as of a time.
  ///
  /// - Parameter tenant: for whom alone, where the job is done for each tenant apart.
  /// - Returns: how much it did, in the job's unit.
  /// - Throws: a ``Program/Failure`` where a shutdown interrupted it, in which case nobody knows what is left, or where
  ///   somebody has to look at something: what it wrote stays.
  public func run(_ job: ScheduledJob, asOf now: Timestamp, of tenant: TenantID? = nil) async throws -> Int {
    try await SchemaCheck(context: context).check()
    let work = ScheduledWork(context: context)
    let reports: [JobReport]
    do {
      reports = try await perform(job, asOf: now, of: tenant, by: work)
    } catch {
      await work.close()
      throw error
    }
    await work.close()
    await context.postgres.close()
    let count = reports.reduce(0) { $0 + $1.count }
    if reports.contains(where: \.isInterrupted) {
      throw Program.Failure(.tryAgain, "\(job.rawValue) was interrupted after \(count) \(job.unit): run it again")
    }
    if let problem = reports.compactMap(\.problem).first {
      throw Program.Failure(.problemsFound, "\(job.rawValue) did \(count) \(job.unit), but \(problem)")
    }
    return count
  }

  private func perform(
    _ job: ScheduledJob,
    asOf now: Timestamp,
    of tenant: TenantID?,
    by work: ScheduledWork
  ) async throws -> [JobReport] {
    guard job.isPerTenant else { return [try await work.perform(JobRun(job: job, dueAt: now, now: now))] }
    var reports: [JobReport] = []
    let everybody = try await context.postgres.send(ListTenants())
    for tenant in tenant.map({ [$0] }) ?? everybody where !Task.isShuttingDownGracefully {
      reports.append(try await work.perform(JobRun(job: job, tenantID: tenant, dueAt: now, now: now)))
    }
    return reports
  }
}
