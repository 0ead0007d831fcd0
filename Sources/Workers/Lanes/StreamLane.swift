import Admin
import Delivery
import EventModel
import Logging
import RedisClient
import ServiceLifecycle
import Settings
import Streams

/// Pulls new entries from all streams of a group, has them handled, and acknowledges them after their commit.
///
/// A lane has one batch at a time, so its memory is bounded by the batch. It ends after a graceful shutdown, with
/// everything acknowledged that it committed. What others left behind isn't its work, but the ``RedeliveryLoop``'s.
struct StreamLane<Handler: BatchHandler>: Sendable {
  /// How long a read waits where nothing is there; also the longest time until a new stream or a shutdown is noticed.
  static var blockingTime: Duration { .milliseconds(500) }

  let parts: LaneParts<Handler>
  let name: String

  private var context: FleetContext { parts.context }

  func run() async throws {
    let redis = context.connection(name)
    let lettersConnection = context.connection("\(name)-dlq")
    let trial = parts.trial(name, redis: lettersConnection)
    let settlement = Settlement(trial: trial)
    var reader = GroupReader(
      group: parts.handler.group,
      consumer: trial.consumer,
      redis: redis,
      batchSize: context.settings.batchSize
    )
    var batch = BatchSettlement<DeliveredEntry>([])
    var faultPause = FaultPause(logger: context.logger)
    var knownVersion = 0
    while !Task.isShuttingDownGracefully {
      Pulse.beat()
      if parts.directory.version != knownVersion {
        knownVersion = parts.directory.version
        reader.update(parts.directory.keys)
      }
      do {
        try await step(&reader, &batch, settlement)
        faultPause.reset()
      } catch {
        try await recover(from: error, &reader, &faultPause)
      }
    }
    await giveBack(batch.rest, trial)
    await acknowledgeRest(&reader)
    parts.held.hold([], by: trial.consumer)
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

  /// Settles the batch; reads the next one first if there is none.
  /// - Parameter batch: after an error, what of it is left for the next step.
  private func step(
    _ reader: inout GroupReader,
    _ batch: inout BatchSettlement<DeliveredEntry>,
    _ settlement: Settlement<Handler>
  ) async throws {
    let consumer = settlement.trial.consumer
    if batch.next == nil {
      if reader.streams.isEmpty {
        try await Pause.wait(Self.blockingTime)
        return
      }
      let withdrawnCount = reader.withdrawnLetterCount
      let entries = try await reader.next(block: Self.blockingTime)
      settlement.trial.noteWithdrawn(reader.withdrawnLetterCount - withdrawnCount)
      // With the read the last batch was acknowledged; until then it was still held.
      parts.held.hold(entries, by: consumer)
      if entries.isEmpty { return }
      parts.counters.add { $0.received += entries.count }
      parts.metrics.received(entries)
      batch = BatchSettlement(entries)
    }
    try await settlement.settle(&batch) { reader.acknowledge($0) }
  }

  /// A shutdown interrupted an outage, or was itself cut short: the next worker may have the entries at once, and as if
  /// they were new. A cancellation must not stop it.
  private func giveBack(_ entries: [DeliveredEntry], _ trial: Trial<Handler>) async {
    if entries.isEmpty { return }
    let fresh = entries.map { PendingEntry(key: $0.key, id: $0.id, record: .fresh) }
    let (claims, consumer, idle) = (trial.claims, trial.consumer, context.settings.reclaimIdle)
    let result = await Task { try await claims.writeBack(fresh, of: consumer, idle: idle) }.result
    if case .failure(let error) = result {
      context.logger.warning("entries not given back", metadata: ["lane": "\(name)", "error": "\(error)"])
    }
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
    await parts.mendStreams(after: error)
  }
}
