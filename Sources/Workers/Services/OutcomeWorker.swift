import EventModel
import Logging
import PostgresClient
import RedisClient
import ServiceLifecycle
import Settings
import Store
import Streams

/// The process that turns events into outcomes: records, folds, relays, closes windows.
public struct OutcomeWorker: Sendable {
  private let context: FleetContext
  private let counters = WorkCounters()
  private let directory: StreamDirectory
  private let monitorConnection: RedisConnection

  public init(context: FleetContext) {
    self.context = context
    monitorConnection = context.connection("monitor")
    directory = StreamDirectory(group: .outcomeWorkers, redis: monitorConnection)
  }

  /// What was done so far.
  public var work: WorkCounters.Values { counters.current }

  /// Works until the process is told to stop; with `drains`, until nothing is left to do.
  public func run(drains: Bool) async throws {
    var group = FleetServices(context: context)
    let roles = context.settings.roles
    if roles.contains(.relay) { group.add(OutboxRelay.loop(context: context, counters: counters)) }
    if roles.contains(.resolve) { group.add(DueConversations.loop(context: context, counters: counters)) }
    if roles.contains(.sweep), !drains { group.add(WindowSweep.loop(context: context, counters: counters)) }
    if roles.contains(.ingest) {
      group.add(DiscoveryLoop(context: context, directory: directory))
      for number in 0..<context.settings.laneCount {
        group.add(
          StreamLane(
            context: context,
            handler: EventIngestor(context: context, counters: counters),
            directory: directory,
            counters: counters,
            name: "lane-\(number)"
          )
        )
      }
    }
    if drains {
      group.addLast(DrainMonitor(context: context, counters: counters, isDrained: isDrained))
    }
    try await group.run()
    await monitorConnection.close()
    await context.postgres.close()
  }

  @Sendable private func isDrained() async throws -> Bool {
    let roles = context.settings.roles
    if roles.contains(.ingest), try await !directory.isDrained(over: monitorConnection) { return false }
    if roles.contains(.sweep) {
      let count = try await WindowSweep(context: context).run(asOf: context.clock.now)
      counters.add { $0.closedWindows += count }
    }
    guard let waiting = try await context.postgres.send(CountWork()).first else { return false }
    if roles.contains(.resolve), waiting.dueConversationCount > 0 { return false }
    if roles.contains(.relay), waiting.outboxCount > 0 { return false }
    return true
  }
}
