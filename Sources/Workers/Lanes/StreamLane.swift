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
/// Jobs that share no conversation are settled side by side. While they are, the next entries are read if some are known to
/// wait; so a lane's memory is bounded by two batches. It ends after a graceful shutdown, with everything acknowledged that it
/// committed. What others left behind isn't its work, but the ``RedeliveryLoop``'s.
struct StreamLane<Handler: BatchHandler>: Sendable {
  /// How long a read waits where nothing is there; also the longest time until a new stream or a shutdown is noticed.
  static var blockingTime: Duration { .milliseconds(500) }

  /// Of its connections, and of its consumer.
  private static var name: String { "lane" }

  let parts: LaneParts<Handler>

  private var context: FleetContext { parts.context }

  /// A job's way.
  private struct JobResult: Sendable {
    var job: LaneWork.Job
    /// What is committed.
    var settled: [DeliveredEntry] = []
    var duration = Duration.zero
    /// What kept the rest from it.
    var fault: (any Error)?
  }

  private typealias Jobs = TaskGroup<JobResult>

  func run() async throws {
    let redis = context.connection(Self.name)
    let lettersConnection = context.connection("\(Self.name)-dlq")
    let trial = parts.trial(Self.name, redis: lettersConnection)
    let settlement = Settlement(trial: trial)
    var reader = GroupReader(
      group: parts.handler.group,
      consumer: trial.consumer,
      redis: redis,
      batchSize: context.settings.batchSize,
      batchTime: context.settings.batchTime,
      restMax: parts.handler.restMax
    )
    var work = LaneWork(slotCount: context.settings.laneCount)
    let end: Result<Void, any Error> = await withTaskGroup(of: JobResult.self) { jobs in
      do {
        try await pull(&reader, &work, &jobs, settlement)
        await finish(&reader, &work, &jobs, settlement)
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try end.get()
    await giveBack(work.rest, trial)
    await acknowledgeRest(&reader)
    parts.held.hold([], by: trial.consumer)
    await redis.close()
    await lettersConnection.close()
  }

  /// Until a shutdown.
  private func pull(
    _ reader: inout GroupReader,
    _ work: inout LaneWork,
    _ jobs: inout Jobs,
    _ settlement: Settlement<Handler>
  ) async throws {
    var faultPause = FaultPause(logger: context.logger)
    var knownVersion = 0
    while !Task.isShuttingDownGracefully {
      Pulse.beat()
      if parts.directory.version != knownVersion {
        knownVersion = parts.directory.version
        reader.update(parts.directory.keys)
      }
      do {
        try await step(&reader, &work, &jobs, settlement)
        faultPause.reset()
      } catch {
        try await recover(from: error, &reader, &faultPause)
      }
    }
  }

  /// What was read before the shutdown was begun is brought to its end, unless a store is away.
  private func finish(
    _ reader: inout GroupReader,
    _ work: inout LaneWork,
    _ jobs: inout Jobs,
    _ settlement: Settlement<Handler>
  ) async {
    var isInterrupted = false
    while !work.isEmpty {
      Pulse.beat()
      if !isInterrupted { begin(&work, &jobs, settlement) }
      // Those that are under way come to their end in any case.
      guard let result = await jobs.next() else { return }
      do {
        try take(result, &reader, &work)
      } catch {
        isInterrupted = true
        context.logger.warning("not everything finished", metadata: ["lane": "\(Self.name)", "error": "\(error)"])
      }
    }
  }

  /// What isn't acknowledged comes again, to somebody else, who knows it by its id.
  private func acknowledgeRest(_ reader: inout GroupReader) async {
    do {
      try await reader.flush()
    } catch {
      context.logger.warning("not everything acknowledged", metadata: ["lane": "\(Self.name)", "error": "\(error)"])
    }
  }

  /// Begins what can be begun, and then reads, or waits for the end of a job.
  private func step(
    _ reader: inout GroupReader,
    _ work: inout LaneWork,
    _ jobs: inout Jobs,
    _ settlement: Settlement<Handler>
  ) async throws {
    begin(&work, &jobs, settlement)
    if work.isEmpty, reader.streams.isEmpty {
      try await Pause.wait(Self.blockingTime)
    } else if work.isEmpty || (reader.hasMore && work.queuedCount < reader.batchSize / 4) {
      try await read(&reader, &work, settlement.trial)
    } else if let result = await jobs.next() {
      try take(result, &reader, &work)
      try await gather(after: result.settled.count, reader, work)
    }
  }

  private func begin(_ work: inout LaneWork, _ jobs: inout Jobs, _ settlement: Settlement<Handler>) {
    for job in work.start() {
      jobs.addTask {
        var result = JobResult(job: job)
        let begin = ContinuousClock.now
        do {
          try await settlement.settle(&result.job.settlement) { result.settled += $0 }
        } catch {
          result.fault = error
        }
        result.duration = .now - begin
        return result
      }
    }
  }

  /// - Throws: what kept a part of the job from its commit.
  private func take(_ result: JobResult, _ reader: inout GroupReader, _ work: inout LaneWork) throws {
    work.finish(result.job)
    // The others take about as long for their parts of a batch.
    reader.noteHandled(result.settled.count * context.settings.laneCount / result.job.slots.count, in: result.duration)
    reader.acknowledge(result.settled)
    if let fault = result.fault { throw fault }
  }

  private func gather(after count: Int, _ reader: borrowing GroupReader, _ work: LaneWork) async throws {
    let time = parts.handler.gatheringTime(after: count)
    guard time > .zero, !reader.hasMore, work.isEmpty, !Task.isShuttingDownGracefully else { return }
    try await Pause.wait(time)
  }

  /// The next batch, with which what was committed is acknowledged.
  private func read(_ reader: inout GroupReader, _ work: inout LaneWork, _ trial: Trial<Handler>) async throws {
    let withdrawnCount = reader.withdrawnLetterCount
    let entries = try await reader.next(block: Self.blockingTime)
    trial.noteWithdrawn(reader.withdrawnLetterCount - withdrawnCount)
    work.add(entries, by: parts.handler.affinity)
    // What was acknowledged with this read was held until now.
    parts.held.hold(work.rest, by: trial.consumer)
    if entries.isEmpty { return }
    parts.counters.add { $0.received += entries.count }
    parts.metrics.received(entries)
  }

  /// A shutdown interrupted an outage, or was itself cut short: the next worker may have the entries at once, and as if
  /// they were new. A cancellation must not stop it.
  private func giveBack(_ entries: [DeliveredEntry], _ trial: Trial<Handler>) async {
    if entries.isEmpty { return }
    let fresh = entries.map { PendingEntry(key: $0.key, id: $0.id, record: .fresh) }
    let (claims, consumer, idle) = (trial.claims, trial.consumer, context.settings.reclaimIdle)
    let result = await Task { try await claims.writeBack(fresh, of: consumer, idle: idle) }.result
    if case .failure(let error) = result {
      context.logger.warning("entries not given back", metadata: ["lane": "\(Self.name)", "error": "\(error)"])
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
    try await faultPause.wait(after: error, "lane interrupted", metadata: ["lane": "\(Self.name)"])
    await parts.mendStreams(after: error)
  }
}
