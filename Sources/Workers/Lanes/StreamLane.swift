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
/// A batch is split into parts that share no conversation, and these are settled side by side. While they are, the next
/// batch is read if one is known to wait; so a lane's memory is bounded by two batches. It ends after a graceful shutdown, with
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
      batchSize: context.settings.batchSize,
      batchTime: context.settings.batchTime
    )
    var work = LaneWork()
    var faultPause = FaultPause(logger: context.logger)
    var knownVersion = 0
    while !Task.isShuttingDownGracefully {
      Pulse.beat()
      if parts.directory.version != knownVersion {
        knownVersion = parts.directory.version
        reader.update(parts.directory.keys)
      }
      do {
        try await step(&reader, &work, settlement)
        faultPause.reset()
      } catch {
        try await recover(from: error, &reader, &faultPause)
      }
    }
    await finish(&reader, &work, settlement)
    await giveBack(work.rest, trial)
    await acknowledgeRest(&reader)
    parts.held.hold([], by: trial.consumer)
    await redis.close()
    await lettersConnection.close()
  }

  /// What was read ahead before the shutdown was begun, too: it is brought to its end, unless a store is away.
  private func finish(_ reader: inout GroupReader, _ work: inout LaneWork, _ settlement: Settlement<Handler>) async {
    while !work.isEmpty {
      Pulse.beat()
      do {
        try await step(&reader, &work, settlement)
      } catch {
        context.logger.warning("not everything finished", metadata: ["lane": "\(name)", "error": "\(error)"])
        return
      }
    }
  }

  /// What isn't acknowledged comes again, to somebody else, who knows it by its id.
  private func acknowledgeRest(_ reader: inout GroupReader) async {
    do {
      try await reader.flush()
    } catch {
      context.logger.warning("not everything acknowledged", metadata: ["lane": "\(name)", "error": "\(error)"])
    }
  }

  /// Settles what was read; reads first if there is nothing.
  /// - Parameter work: after an error, what is left for the next step.
  private func step(
    _ reader: inout GroupReader,
    _ work: inout LaneWork,
    _ settlement: Settlement<Handler>
  ) async throws {
    if work.isEmpty {
      if reader.streams.isEmpty {
        try await Pause.wait(Self.blockingTime)
        return
      }
      try await read(&reader, &work, settlement.trial)
    }
    work.split(countMax: context.settings.laneCount, by: parts.handler.affinity)
    if work.isEmpty { return }
    let begin = ContinuousClock.now
    let (settled, fault) = await settleParts(&reader, &work, settlement)
    reader.noteHandled(settled.count, in: .now - begin)
    reader.acknowledge(settled)
    if let fault { throw fault }
    try await gather(after: settled.count, reader)
  }

  /// A batch of so many entries, which took no time to come, is a sign of more to come.
  private static var gatheringCountMin: Int { 30 }

  private func gather(after count: Int, _ reader: borrowing GroupReader) async throws {
    let time = parts.handler.gatheringTime
    guard time > .zero, count >= Self.gatheringCountMin, !reader.hasMore, !Task.isShuttingDownGracefully else { return }
    try await Pause.wait(time)
  }

  /// The next batch, with which the former one is acknowledged.
  private func read(_ reader: inout GroupReader, _ work: inout LaneWork, _ trial: Trial<Handler>) async throws {
    let withdrawnCount = reader.withdrawnLetterCount
    let entries = try await reader.next(block: Self.blockingTime)
    trial.noteWithdrawn(reader.withdrawnLetterCount - withdrawnCount)
    work.add(entries)
    // What was acknowledged with this read was held until now.
    parts.held.hold(work.rest, by: trial.consumer)
    if entries.isEmpty { return }
    parts.counters.add { $0.received += entries.count }
    parts.metrics.received(entries)
  }

  /// One part's way.
  private struct PartResult: Sendable {
    let place: Int
    var settlement: BatchSettlement<DeliveredEntry>
    /// What is committed.
    var settled: [DeliveredEntry] = []
    var fault: (any Error)?
  }

  /// Settles all parts side by side, and reads ahead meanwhile.
  /// - Returns: what is committed, and what kept the rest from it.
  private func settleParts(
    _ reader: inout GroupReader,
    _ work: inout LaneWork,
    _ settlement: Settlement<Handler>
  ) async -> (settled: [DeliveredEntry], fault: (any Error)?) {
    var results: [PartResult] = []
    var fault: (any Error)?
    await withTaskGroup(of: PartResult.self) { group in
      for (place, part) in work.parts.enumerated() {
        group.addTask {
          var result = PartResult(place: place, settlement: part)
          do {
            try await settlement.settle(&result.settlement) { result.settled += $0 }
          } catch {
            result.fault = error
          }
          return result
        }
      }
      if reader.hasMore, !work.hasReadAhead, !Task.isShuttingDownGracefully {
        do {
          try await read(&reader, &work, settlement.trial)
        } catch {
          fault = error
        }
      }
      for await result in group { results.append(result) }
    }
    results.sort { $0.place < $1.place }
    work.settle(results.map(\.settlement))
    return (results.flatMap(\.settled), results.lazy.compactMap(\.fault).first ?? fault)
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
