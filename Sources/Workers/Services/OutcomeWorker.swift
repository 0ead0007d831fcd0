import PostgresClient
import Settings
import Store

/// The process that turns events into outcomes: records, folds, relays, closes windows, keeps roll-ups.
public struct OutcomeWorker: Sendable {
  /// After so many failures in a row a drain doesn't wait for a conversation any more.
  private static let failureCountMax = 2

  private let context: FleetContext
  private let lanes: LaneGroup<EventIngestor>
  private let due: DueConversations
  /// The sweep of a drain.
  private let sweep: WindowSweep
  private let rollups: RollupFold

  public init(context: FleetContext) {
    self.context = context
    due = DueConversations(context: context)
    sweep = WindowSweep(context: context)
    rollups = RollupFold(context: context)
    let counters = WorkCounters()
    lanes = LaneGroup(
      context: context,
      handler: EventIngestor(context: context, counters: counters),
      counters: counters
    )
  }

  /// What was done so far.
  public var work: WorkCounters.Values { lanes.counters.current }

  /// Works until the process is told to stop; with `drains`, until nothing is left to do.
  public func run(drains: Bool) async throws {
    var services = FleetServices(context: context)
    let roles = context.settings.roles
    if roles.contains(.relay) { services.addRelay(counters: lanes.counters) }
    if roles.contains(.resolve) { services.add(due.loop(counters: lanes.counters)) }
    // A drain closes windows when the streams are empty: what lies unread may still decide them.
    if roles.contains(.sweep), !drains { services.add(WindowSweep.loop(context: context, counters: lanes.counters)) }
    if roles.contains(.rollup) { services.add(rollups.loop(counters: lanes.counters)) }
    if roles.contains(.ingest) {
      // A fleet whose scheduler has been away for long goes on all the same.
      services.add(StartTask("months not made", context: context, RetentionJob(context: context).makeMonths))
      services.add(lanes.census)
      services.add(lanes)
    }
    if drains {
      services.addLast(DrainMonitor(context: context, counters: lanes.counters, isDrained: isDrained))
    }
    try await services.run()
    await lanes.close()
    await rollups.close()
    await context.postgres.close()
  }

  @Sendable private func isDrained() async throws -> Bool {
    let roles = context.settings.roles
    if roles.contains(.ingest) {
      if try await !lanes.isDrained() { return false }
      try await lanes.census.count()
    }
    if roles.contains(.sweep) {
      let count = try await sweep.run(asOf: context.clock.now)
      lanes.counters.add { $0.closedWindows += count }
    }
    if roles.contains(.rollup) {
      let count = try await rollups.foldAll()
      lanes.counters.add { $0.rolledUp += count }
    }
    guard let waiting = try await context.postgres.send(CountWork()).first else { return false }
    if roles.contains(.relay), waiting.outboxCount > 0 { return false }
    if roles.contains(.rollup), waiting.rollupChangeCount > 0 {
      let unfoldedCount = rollups.unfoldedTenants.count
      if unfoldedCount > 0 { throw Self.unfoldedRollups(of: unfoldedCount) }
      return false
    }
    if roles.contains(.resolve), waiting.dueConversationCount > 0 {
      // What is left may be what can't be done.
      let unfoldedCount = due.unfoldedCount(failedAtLeast: Self.failureCountMax)
      if unfoldedCount >= waiting.dueConversationCount { throw Self.unfolded(unfoldedCount) }
      return false
    }
    let unclosedCount = sweep.unfoldedCount(failedAtLeast: Self.failureCountMax)
    if unclosedCount > 0 { throw Self.unfolded(unclosedCount) }
    return sweep.unfoldedCount() == 0
  }

  private static func unfoldedRollups(of count: Int) -> Program.Failure {
    Program.Failure(
      .problemsFound,
      "the roll-ups of \(count) tenants can't be folded: the log names them"
    )
  }

  private static func unfolded(_ count: Int) -> Program.Failure {
    Program.Failure(
      .problemsFound,
      "everything is drained but for conversations that can't be folded, \(count) at least: the log names them"
    )
  }
}
