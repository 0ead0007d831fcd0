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

  /// Handles entries together, and buries what is refused.
  /// - Returns: the entries that may be acknowledged; the others were acknowledged with their burial.
  func handle(_ entries: [DeliveredEntry]) async throws -> [DeliveredEntry] {
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
        context.logger.warning(
          "entry gone before it was handled",
          metadata: ["stream": "\(entry.key)", "id": "\(entry.id)"]
        )
      }
    }
    try await bury(burials)
    counters.count(outcomes)
    return settled
  }

  /// Writes down that an entry failed alone, and has it tried again later or buried.
  func charge(_ entry: DeliveredEntry, cause: any Error) async throws {
    let metadata: Logger.Metadata = ["stream": "\(entry.key)", "id": "\(entry.id)", "error": "\(cause)"]
    switch entry.record.afterFailure {
    case .retry(let record, let delay):
      context.logger.warning("entry failed alone", metadata: metadata)
      counters.add { $0.failed += 1 }
      try await putAside(
        PendingEntry(key: entry.key, id: entry.id, record: record),
        for: delay * (1 + TrialRecord.retryJitter * Double.random(in: -1...1))
      )
    case .giveUp(let failures):
      context.logger.error("entry failed for the last time", metadata: metadata)
      let refusal = Refusal.processingFailed(attempts: failures, cause: FaultKind.name(of: cause))
      try await bury([DeadLetterQueue.Burial(entry: entry, refusal: refusal)])
    }
  }

  /// Writes an entry's record down and waits for its next attempt, which no lane waits for.
  func putAside(_ entry: PendingEntry, for delay: Duration) async throws(RedisError) {
    try await claims.writeBack([entry], of: consumer)
    retries.add(entry, after: delay)
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
