import Delivery
import EventModel
import Logging
import RedisClient
import ServiceLifecycle
import Settings
import Streams

/// Pulls batches from all streams of a group, has them handled, and acknowledges them after their commit.
///
/// A lane has one batch at a time, so its memory is bounded by the batch. It ends after a graceful shutdown, with
/// everything acknowledged that it committed.
struct StreamLane<Handler: BatchHandler>: Sendable {
  /// How long a read waits where nothing is there; also the longest time until a new stream or a shutdown is noticed.
  static var blockingTime: Duration { .milliseconds(500) }

  let context: FleetContext
  let handler: Handler
  let directory: StreamDirectory
  let counters: WorkCounters
  let name: String

  func run() async throws {
    let redis = context.connection(name)
    let lettersConnection = context.connection("\(name)-dlq")
    let consumer = "\(context.instance)-\(name)"
    let settlement = Settlement(
      context: context,
      handler: handler,
      counters: counters,
      letters: DeadLetterQueue(group: handler.group, consumer: consumer, redis: lettersConnection),
      lane: name
    )
    var reader = GroupReader(
      group: handler.group,
      consumer: consumer,
      redis: redis,
      batchSize: context.settings.batchSize
    )
    var faultPause = FaultPause(logger: context.logger)
    var knownCount = 0
    var nextReclaim = ContinuousClock.now
    while !Task.isShuttingDownGracefully {
      let keys = directory.keys
      if keys.count != knownCount {
        reader.add(keys)
        knownCount = keys.count
      }
      do {
        try await step(&reader, settlement, nextReclaim: &nextReclaim)
        faultPause.reset()
      } catch {
        try await recover(from: error, &reader, &faultPause)
      }
    }
    await acknowledgeRest(&reader)
    await redis.close()
    await lettersConnection.close()
  }

  /// What isn't acknowledged comes again, to somebody else, who knows it by its id.
  private func acknowledgeRest(_ reader: inout GroupReader) async {
    do {
      try await reader.flush()
    } catch {
      context.logger.warning("not everything acknowledged", metadata: ["lane": "\(name)", "error": "\(error)"])
    }
  }

  private func step(
    _ reader: inout GroupReader,
    _ settlement: Settlement<Handler>,
    nextReclaim: inout ContinuousClock.Instant
  ) async throws {
    if ContinuousClock.now >= nextReclaim {
      let reclaimed = try await reader.reclaimNext(minimumIdle: context.settings.reclaimIdle)
      if reader.hasReclaimedAll { nextReclaim = .now + context.settings.reclaimIdle / 4 }
      if !reclaimed.isEmpty {
        counters.add { $0.reclaimed += reclaimed.count }
        context.logger.notice("entries reclaimed", metadata: ["count": "\(reclaimed.count)", "lane": "\(name)"])
        try await settle(reclaimed, settlement, &reader)
      }
    }
    if reader.streams.isEmpty {
      try await Pause.wait(Self.blockingTime)
      return
    }
    let entries = try await reader.next(block: Self.blockingTime)
    if !entries.isEmpty { try await settle(entries, settlement, &reader) }
  }

  private func settle(
    _ entries: [DeliveredEntry],
    _ settlement: Settlement<Handler>,
    _ reader: inout GroupReader
  ) async throws {
    counters.add { $0.received += entries.count }
    reader.acknowledge(try await settlement.settle(entries))
  }

  private func recover(
    from error: any Error,
    _ reader: inout GroupReader,
    _ faultPause: inout FaultPause
  ) async throws {
    if FaultKind(error) == .cancellation {
      // A shutdown ended a wait for a store: the loop ends by itself, and the entries stay pending.
      if Task.isShuttingDownGracefully { return }
      throw error
    }
    try await faultPause.wait(after: error, "lane interrupted", metadata: ["lane": "\(name)"])
    guard let error = error as? RedisError, error.code == .server("NOGROUP") else { return }
    do {
      // The group, or its stream, vanished. At the first entry again: what was applied is known by its event id.
      try await directory.createGroups(of: reader.streams)
      context.logger.notice("groups recreated", metadata: ["lane": "\(name)"])
    } catch {
      context.logger.warning("groups not recreated", metadata: ["lane": "\(name)", "error": "\(error)"])
    }
  }
}
