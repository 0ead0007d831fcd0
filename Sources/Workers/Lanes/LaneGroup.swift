import RedisClient
import ServiceLifecycle
import Settings
import Streams

/// The lanes of one consumer group in this process, with what they share: the streams that were found, the counters, and
/// a connection that looks instead of reading.
struct LaneGroup<Handler: BatchHandler>: Service {
  let counters: WorkCounters
  private let context: FleetContext
  private let handler: Handler
  private let directory: StreamDirectory
  private let monitorConnection: RedisConnection

  init(context: FleetContext, handler: Handler, counters: WorkCounters) {
    self.context = context
    self.handler = handler
    self.counters = counters
    monitorConnection = context.connection("monitor")
    directory = StreamDirectory(group: handler.group, redis: monitorConnection)
  }

  /// The search for streams, and as many lanes as the settings say. All of them hear of a shutdown at once: lanes that
  /// were stopped one after the other would go on taking batches meanwhile.
  func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await DiscoveryLoop(context: context, directory: directory).run() }
      for number in 0..<context.settings.laneCount {
        let lane = StreamLane(
          context: context,
          handler: handler,
          directory: directory,
          counters: counters,
          name: "lane-\(number)"
        )
        group.addTask { try await lane.run() }
      }
      try await group.waitForAll()
    }
  }

  /// Whether nothing waits in any stream of the group.
  func isDrained() async throws -> Bool {
    try await directory.isDrained(over: monitorConnection)
  }

  func close() async {
    await monitorConnection.close()
  }
}
