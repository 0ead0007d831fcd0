import RedisClient
import Settings
import Streams

/// The lanes of one consumer group in this process, with what they share: the streams that were found, the counters, and
/// a connection that looks instead of reading.
struct LaneGroup<Handler: BatchHandler>: Sendable {
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

  /// Adds the search for streams and as many lanes as the settings say.
  func add(to services: inout FleetServices) {
    services.add(DiscoveryLoop(context: context, directory: directory))
    for number in 0..<context.settings.laneCount {
      services.add(
        StreamLane(
          context: context,
          handler: handler,
          directory: directory,
          counters: counters,
          name: "lane-\(number)"
        )
      )
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
