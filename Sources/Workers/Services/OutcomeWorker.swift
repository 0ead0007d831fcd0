import PostgresClient
import Settings
import Store

/// The process that turns events into outcomes: records, folds, relays, closes windows.
public struct OutcomeWorker: Sendable {
  private let context: FleetContext
  private let lanes: LaneGroup<EventIngestor>

  public init(context: FleetContext) {
    self.context = context
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
    if roles.contains(.resolve) { services.add(DueConversations.loop(context: context, counters: lanes.counters)) }
    // A drain closes windows when the streams are empty: what lies unread may still decide them.
    if roles.contains(.sweep), !drains { services.add(WindowSweep.loop(context: context, counters: lanes.counters)) }
    if roles.contains(.ingest) {
      services.add(lanes.census)
      services.add(lanes)
    }
    if drains {
      services.addLast(DrainMonitor(context: context, counters: lanes.counters, isDrained: isDrained))
    }
    try await services.run()
    await lanes.close()
    await context.postgres.close()
  }

  @Sendable private func isDrained() async throws -> Bool {
    let roles = context.settings.roles
    if roles.contains(.ingest) {
      if try await !lanes.isDrained() { return false }
      try await lanes.census.count()
    }
    if roles.contains(.sweep) {
      let count = try await WindowSweep(context: context).run(asOf: context.clock.now)
      lanes.counters.add { $0.closedWindows += count }
    }
    guard let waiting = try await context.postgres.send(CountWork()).first else { return false }
    if roles.contains(.resolve), waiting.dueConversationCount > 0 { return false }
    if roles.contains(.relay), waiting.outboxCount > 0 { return false }
    return true
  }
}
