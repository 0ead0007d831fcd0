import Logging
import RedisClient
import Streams

/// What the consumers of one group in this process share.
struct LaneParts<Handler: BatchHandler>: Sendable {
  let context: FleetContext
  let handler: Handler
  let directory: StreamDirectory
  let counters: WorkCounters
  let held = HeldEntries()
  let retries = RetryQueue()

  /// The name of a consumer; unique per process instance.
  func consumer(_ part: String) -> String { "\(context.instance)-\(part)" }

  /// How a consumer handles entries.
  /// - Parameter redis: for what it asks besides its reads; not the connection that it blocks on.
  func trial(_ part: String, redis: RedisConnection) -> Trial<Handler> {
    let consumer = consumer(part)
    return Trial(
      context: context,
      handler: handler,
      counters: counters,
      retries: retries,
      claims: EntryClaims(group: handler.group, redis: redis),
      letters: DeadLetterQueue(group: handler.group, consumer: consumer, redis: redis),
      consumer: consumer
    )
  }
}

extension LaneParts {
  /// The group, or its stream, vanished. It begins at the first entry again: what was applied is known by its event id.
  func recreateGroups() async {
    do {
      try await directory.createGroups(of: directory.keys)
      context.logger.notice("groups recreated")
    } catch {
      context.logger.warning("groups not recreated", metadata: ["error": "\(error)"])
    }
  }
}
