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
  /// Told of a refusal by Redis, of which the streams may have to be mended.
  let mend: @Sendable (RedisError) async -> Void

  /// How long a burial waits that Redis refuses.
  private static var burialRest: Duration { .seconds(2) }

  /// Handles entries together, and buries what is refused.
  /// - Parameter record: what an entry's trials were, for one that is put aside because Redis refuses its letter.
  /// - Returns: the entries that may be acknowledged; the others were acknowledged with their burial or their
  ///   removal, or wait for their burial.
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
    var erased: [DeliveredEntry] = []
    for (entry, outcome) in zip(entries, outcomes) {
      switch outcome {
      case .applied, .duplicate: settled.append(entry)
      case .refused(let refusal): burials.append(.init(entry: entry, refusal: refusal))
      case .refusedPart(let refusal, let left):
        burials.append(.init(entry: entry.with(left), refusal: refusal))
      case .reduced, .erased: erased.append(entry)
      case .gone:
        settled.append(entry)
        noteGone(entry)
      }
    }
    try await claims.remove(erased)
    try await bury(burials, record: record)
    counters.count(outcomes)
    return settled
  }

  /// Says that an entry was deleted or trimmed before anybody handled it.
  func noteGone(_ entry: DeliveredEntry) {
    metrics.gone(entry)
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
        for: Self.jittered(delay)
      )
    case .giveUp(let failures):
      context.logger.error("entry failed for the last time", metadata: metadata)
      let refusal = Refusal.processingFailed(attempts: failures, cause: FaultKind.name(of: cause))
      // If its letter has to wait, it fails once more before the next attempt.
      try await bury([DeadLetterQueue.Burial(entry: entry, refusal: refusal)]) { $0.record.withoutDeaths }
    }
  }

  /// Has an entry rest that alone took longer than a statement may, longer each time. Nobody knows whose fault that is, so
  /// that it is tried again for ever, and somebody has to look at it.
  func rest(_ entry: PendingEntry, cause: any Error) async throws {
    let (record, delay) = entry.record.afterTimeout
    let metadata: Logger.Metadata = [
      "stream": "\(entry.key)", "id": "\(entry.id)", "error": "\(cause)", "rest": "\(delay)",
    ]
    context.logger.error("entry took too long alone", metadata: metadata)
    try await putAside([PendingEntry(key: entry.key, id: entry.id, record: record)], for: Self.jittered(delay))
  }

  private static func jittered(_ delay: Duration) -> Duration {
    delay * (1 + TrialRecord.retryJitter * Double.random(in: -1...1))
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

  /// Buries entries. What Redis refuses is put aside, whether it has no memory for a letter, or the key of the letters
  /// holds something else: what else was delivered must not wait for it.
  /// - Parameter record: what an entry's trials were.
  func bury(_ burials: [DeadLetterQueue.Burial], record: (DeliveredEntry) -> TrialRecord) async throws {
    if burials.isEmpty { return }
    var waiting: [PendingEntry] = []
    var refusal: RedisError?
    var failure: RedisError?
    for (burial, result) in zip(burials, await letters.buryEach(burials, at: context.clock.now)) {
      switch result {
      case .success(let outcome): note(burial, outcome)
      case .failure(let error) where error.isRefusal:
        refusal = refusal ?? error
        waiting.append(PendingEntry(key: burial.entry.key, id: burial.entry.id, record: record(burial.entry)))
      case .failure(let error): failure = failure ?? error
      }
    }
    if let refusal {
      context.logger.warning("burials wait", metadata: ["count": "\(waiting.count)", "error": "\(refusal)"])
      await mend(refusal)
      try await putAside(waiting, for: Self.burialRest)
    }
    if let failure { throw failure }
  }

  private func note(_ burial: DeadLetterQueue.Burial, _ outcome: DeadLetterQueue.Outcome) {
    let facts: Logger.Metadata = [
      "stream": "\(burial.entry.key)", "id": "\(burial.entry.id)", "reason": "\(burial.refusal.reason.rawValue)",
      "field": "\(burial.refusal.field ?? "")",
    ]
    switch outcome {
    case .buried:
      counters.add { $0.deadLettered += 1 }
      metrics.buried(burial)
      context.logger.notice("entry buried", metadata: facts)
    case .known: break
    case .notOwned:
      // Whoever took it over brings it to its end; where a producer trimmed it too, that one counts it as gone.
      counters.add { $0.notOwned += 1 }
      context.logger.warning("entry not buried, it is somebody else's by now", metadata: facts)
    }
  }
}
