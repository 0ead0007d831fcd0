import Logging
import PostgresClient
import RedisClient
import ServiceLifecycle
import Settings
import Store
import Streams

/// The process that folds samples into bins.
public struct CalibrationAggregator: Sendable {
  private let context: FleetContext
  private let counters = WorkCounters()
  private let directory: StreamDirectory
  private let monitorConnection: RedisConnection

  public init(context: FleetContext) {
    self.context = context
    monitorConnection = context.connection("monitor")
    directory = StreamDirectory(group: .calibrationAggregators, redis: monitorConnection)
  }

  /// What was done so far.
  public var work: WorkCounters.Values { counters.current }

  /// Works until the process is told to stop; with `drains`, until nothing is left to do.
  public func run(drains: Bool) async throws {
    var group = FleetServices(context: context)
    // An outbox row that its worker left behind is published by whoever is alive.
    group.add(OutboxRelay.loop(context: context, counters: counters))
    group.add(DiscoveryLoop(context: context, directory: directory))
    for number in 0..<context.settings.laneCount {
      group.add(
        StreamLane(
          context: context,
          handler: SampleFolder(context: context, counters: counters),
          directory: directory,
          counters: counters,
          name: "lane-\(number)"
        )
      )
    }
    if drains {
      group.addLast(DrainMonitor(context: context, counters: counters, isDrained: isDrained))
    }
    try await group.run()
    await monitorConnection.close()
    await context.postgres.close()
  }

  @Sendable private func isDrained() async throws -> Bool {
    guard let waiting = try await context.postgres.send(CountWork()).first, waiting.outboxCount == 0 else {
      return false
    }
    return try await directory.isDrained(over: monitorConnection)
  }
}
