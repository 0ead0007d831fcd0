import Admin
import RedisClient
import ServiceLifecycle
import Settings
import Streams

/// The lanes of one consumer group in this process, with what they share: the streams that were found, the counters, and
/// a connection that looks instead of reading.
struct LaneGroup<Handler: BatchHandler>: Service {
  let parts: LaneParts<Handler>
  /// Looks after the group's streams; a service of its own, which ends after the lanes.
  let census: CensusLoop
  private let monitorConnection: RedisConnection

  var counters: WorkCounters { parts.counters }

  init(context: FleetContext, handler: Handler, counters: WorkCounters) {
    monitorConnection = context.connection("monitor")
    parts = LaneParts(
      context: context,
      handler: handler,
      directory: StreamDirectory(group: handler.group, redis: monitorConnection),
      counters: counters,
      metrics: WorkMetrics(group: handler.group, registry: context.metrics)
    )
    census = CensusLoop(
      context: context,
      group: handler.group,
      directory: parts.directory,
      counters: counters,
      redis: monitorConnection
    )
  }

  /// The search for streams, as many lanes as the settings say, and the redelivery of what was left behind. All of them
  /// hear of a shutdown at once: lanes that were stopped one after the other would go on taking batches meanwhile.
  func run() async throws {
    let heartConnection = parts.context.connection("heartbeat")
    let heartbeat = HeartbeatLoop(
      context: parts.context,
      claims: EntryClaims(group: parts.handler.group, redis: heartConnection),
      held: parts.held
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        do {
          try await parts.context.watching("heartbeat", limit: Pulse.limitDefault + heartbeat.interval) {
            try await heartbeat.run()
          }
        } catch  where FaultKind(error) == .cancellation {
          // The lanes have ended.
        }
      }
      try await runLanes()
      group.cancelAll()
    }
    await heartConnection.close()
  }

  private func runLanes() async throws {
    let context = parts.context
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await context.watching("discovery") {
          try await DiscoveryLoop(context: context, directory: parts.directory, metrics: parts.metrics).run()
        }
      }
      group.addTask {
        try await context.watching("redelivery") { try await RedeliveryLoop(parts: parts).run() }
      }
      for name in (0..<context.settings.laneCount).map({ "lane-\($0)" }) {
        group.addTask {
          try await context.watching(name) { try await StreamLane(parts: parts, name: name).run() }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Whether nothing waits in any stream of the group.
  func isDrained() async throws -> Bool {
    try await parts.directory.isDrained(over: monitorConnection)
  }

  func close() async {
    await monitorConnection.close()
  }
}
