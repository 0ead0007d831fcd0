import Logging
import RedisClient
import Streams

/// What the consumers of one group in this process share.
struct LaneParts<Handler: BatchHandler>: Sendable {
  let context: FleetContext
  let handler: Handler
  let directory: StreamDirectory
  let counters: WorkCounters
  let metrics: WorkMetrics
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
      metrics: metrics,
      retries: retries,
      claims: EntryClaims(group: handler.group, redis: redis),
      letters: DeadLetterQueue(group: handler.group, consumer: consumer, redis: redis),
      consumer: consumer,
      mend: { await mendStreams(after: $0) }
    )
  }
}

extension LaneParts {
  /// What can be mended after a refusal by Redis, so that the next read isn't refused for the same reason.
  func mendStreams(after error: any Error) async {
    guard let refusal = error as? RedisError else { return }
    do {
      switch refusal.code {
      case .server("NOGROUP"):
        // The group, or its stream, vanished. It begins at the first entry again: what was applied is known by its id.
        let made = try await directory.createGroups(of: directory.keys)
        metrics.recreated(directory.recreatedCounts)
        if !made.isEmpty { context.logger.warning("groups made again", metadata: ["count": "\(made.count)"]) }
      case .server("WRONGTYPE"):
        for key in try await directory.forgetOtherTypes() {
          context.logger.error("a stream's key holds something else", metadata: ["stream": "\(key)"])
        }
      default: return
      }
    } catch {
      context.logger.warning("streams not mended", metadata: ["error": "\(error)"])
    }
  }
}
