import Admin
import Delivery
import EventModel
import Logging
import RedisClient
import ServiceLifecycle
import Streams

/// One consumer's way to bring entries to their end: every entry applied, buried, or written down for another attempt.
struct Trial<Handler: BatchHandler>: Sendable {
  let context: FleetContext
  let handler: Handler
  let counters: WorkCounters
  let metrics: WorkMetrics
  let retries: RetryQueue
  let claims: EntryClaims
  let letters: DeadLetterQueue
  let consumer: String

  /// How long a burial waits for which Redis has no memory.
  private static var burialRest: Duration { .seconds(2) }

  /// Handles entries together, and buries what is refused.
  /// - Parameter record: what an entry's trials were, for one that is put aside because Redis has no memory for its
  ///   letter; what else was delivered needs none, and must not wait for it.
  /// - Returns: the entries that may be acknowledged; the others were acknowledged with their burial, or wait for it.
  func handle(
    _ entries: [DeliveredEntry],
    record: (DeliveredEntry) -> TrialRecord = { $0.record }
  ) async throws -> [DeliveredEntry] {
    Pulse.beat()
    let begin = ContinuousClock.now
    let outcomes = try await handler.handle(entries)
    metrics.handled(entries, outcomes, took: .now - begin, at: context.clock.now)
    precondition(outcomes.count == entries.count, "every entry has an outcome")
    var settled: [DeliveredEntry] = []
    settled.reserveCapacity(entries.count)
    var burials: [DeadLetterQueue.Burial] = []
    for (entry, outcome) in zip(entries, outcomes) {
      switch outcome {
      case .applied, .duplicate: settled.append(entry)
      case .refused(let refusal): burials.append(.init(entry: entry, refusal: refusal))
      case .gone:
        settled.append(entry)
        noteGone(entry)
      }
    }
    do {
      try await bury(burials)
    } catch let error as RedisError where error.code == .server("OOM") {
      context.logger.warning("burials wait", metadata: ["count": "\(burials.count)", "error": "\(error)"])
      let waiting = burials.map { PendingEntry(key: $0.entry.key, id: $0.entry.id, record: record($0.entry)) }
      try await putAside(waiting, for: Self.burialRest)
    }
    counters.count(outcomes)
    return settled
  }

  /// Says that an entry was deleted or trimmed before anybody handled it.
  func noteGone(_ entry: DeliveredEntry) {
    let facts: Logger.Metadata = ["stream": "\(entry.key)", "id": "\(entry.id)"]
    context.logger.warning("entry gone before it was handled", metadata: facts)
  }

  /// Writes down that an entry failed alone, and has it tried again later or buried.
  func charge(_ entry: DeliveredEntry, cause: any Error) async throws {
    let metadata: Logger.Metadata = ["stream": "\(entry.key)", "id": "\(entry.id)", "error": "\(cause)"]
    switch entry.record.afterFailure {
    case .retry(let record, let delay):
      context.logger.warning("entry failed alone", metadata: metadata)
      counters.add { $0.failed += 1 }
      try await putAside(
        [PendingEntry(key: entry.key, id: entry.id, record: record)],
        for: delay * (1 + TrialRecord.retryJitter * Double.random(in: -1...1))
      )
    case .giveUp(let failures):
      context.logger.error("entry failed for the last time", metadata: metadata)
      let refusal = Refusal.processingFailed(attempts: failures, cause: FaultKind.name(of: cause))
      try await bury([DeadLetterQueue.Burial(entry: entry, refusal: refusal)])
    }
  }

  /// Writes the records of entries down and waits for their next attempt, which no lane waits for.
  func putAside(_ entries: [PendingEntry], for delay: Duration) async throws(RedisError) {
    for entry in try await claims.writeBack(entries, of: consumer) { retries.add(entry, after: delay) }
  }

  /// Acknowledges applied entries at once.
  func acknowledge(_ entries: [DeliveredEntry]) async throws {
    noteWithdrawn(try await claims.acknowledge(entries))
  }

  /// Says that letters were withdrawn, because their entries are applied after all.
  func noteWithdrawn(_ count: Int) {
    if count > 0 { context.logger.notice("letters of applied entries withdrawn", metadata: ["count": "\(count)"]) }
  }

  func bury(_ burials: [DeadLetterQueue.Burial]) async throws {
    if burials.isEmpty { return }
    let outcomes = try await letters.bury(burials, at: context.clock.now)
    for (burial, outcome) in zip(burials, outcomes) where outcome == .buried {
      counters.add { $0.deadLettered += 1 }
      metrics.buried(burial)
      context.logger.notice(
        "entry buried",
        metadata: [
          "stream": "\(burial.entry.key)", "id": "\(burial.entry.id)", "reason": "\(burial.refusal.reason.rawValue)",
          "field": "\(burial.refusal.field ?? "")",
        ]
      )
    }
  }
}
