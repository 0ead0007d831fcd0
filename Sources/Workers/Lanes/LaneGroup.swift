import Admin
import Logging
import RedisClient
import ServiceLifecycle
import Settings
import Streams

/// The lane of one consumer group in this process, with what its parts share: the streams that were found, the counters, and
/// a connection that looks instead of reading.
struct LaneGroup<Handler: BatchHandler>: Service {
  let parts: LaneParts<Handler>
  /// Looks after the group's streams; a service of its own.
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

  /// The search for streams, the lane, and the redelivery of what was left behind. All of them hear of a shutdown at once.
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
      group.addTask {
        try await context.watching("lane") { try await StreamLane(parts: parts).run() }
      }
      try await group.waitForAll()
    }
  }

  /// Whether nothing waits in any stream of the group.
  func isDrained() async throws -> Bool {
    try await parts.directory.isDrained(over: monitorConnection)
  }

  /// After everything that worked has ended: the names of this process go, and its connection.
  func close() async {
    await removeNames()
    await monitorConnection.close()
  }

  /// The longest time that a shutdown waits for a server that may be away.
  private static var removalTimeMax: Duration { .seconds(2) }

  /// What was left pending keeps its name, and is taken over by somebody else. A name goes only when all of the process has
  /// acknowledged what it had, so not before the lanes have ended.
  private func removeNames() async {
    let names = ConsumerNames(group: parts.handler.group, redis: monitorConnection)
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await names.remove(prefixed: parts.consumer(""), from: parts.directory.keys) }
        group.addTask {
          try await Task.sleep(for: Self.removalTimeMax)
          throw RedisError(code: .timeout, message: "the names were not removed in time")
        }
        try await group.next()
        group.cancelAll()
      }
    } catch {
      parts.context.logger.notice("own consumer names not removed", metadata: ["error": "\(error)"])
    }
  }
}
