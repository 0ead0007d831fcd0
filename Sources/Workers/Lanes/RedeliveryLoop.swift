import Delivery
import EventModel
import Logging
import RedisClient
import ServiceLifecycle
import Settings
import Streams

/// Handles what was left behind: entries of consumers that fell silent, and entries of this process whose next attempt is
/// due. Lanes never wait for them.
///
/// An entry is taken directly before it is handled and acknowledged directly after, together with no more others than its
/// trials allow; so what a death is charged to was being handled when it happened. Suspects are handled while the rest of
/// the process rests.
struct RedeliveryLoop<Handler: BatchHandler>: Sendable {
  /// Entries of one stream that one look finds.
  private static var pageCountMax: Int { 500 }
  /// Streams that one round trip looks at.
  private static var streamCountMax: Int { 200 }
  private static var tick: Duration { .milliseconds(250) }

  let parts: LaneParts<Handler>
  private let trial: Trial<Handler>
  private let connection: RedisConnection

  init(parts: LaneParts<Handler>) {
    self.parts = parts
    connection = parts.context.connection("redelivery")
    trial = parts.trial("redelivery", redis: connection)
  }

  private var context: FleetContext { parts.context }

  /// What the loop remembers between its rounds.
  private struct Memory {
    /// Entries whose record says that a handling began which an outage ended; until it is corrected, that would be a death.
    var interrupted = InterruptedTrials()
    /// Entries that may be applied and have a letter: nobody has asked and acknowledged them yet.
    private(set) var unasked: [DeliveredEntry] = []
    private static var unaskedCountMax: Int { 1000 }
    var nextWalk = ContinuousClock.now

    /// Bounded: the letters of those that don't fit are left to a replay, which finds what is recorded.
    mutating func addUnasked(_ entries: [DeliveredEntry]) {
      unasked = (unasked + entries).suffix(Self.unaskedCountMax)
    }

    mutating func forgetUnasked() {
      unasked = []
    }
  }

  func run() async throws {
    var memory = Memory()
    var faultPause = FaultPause(logger: context.logger)
    while !Task.isShuttingDownGracefully {
      do {
        try await correct(&memory)
        // What is refused again and again keeps nobody from what others left behind.
        let unanswered = try await fault { try await ask(&memory) }
        let refused = try await fault { try await retryDue(&memory) }
        if ContinuousClock.now >= memory.nextWalk {
          try await walk(&memory)
          memory.nextWalk = .now + context.settings.reclaimIdle / 4
        }
        if let fault = refused ?? unanswered { throw fault }
        faultPause.reset()
        try await rest(until: memory.nextWalk)
      } catch {
        if FaultKind(error) == .cancellation {
          if Task.isShuttingDownGracefully { break }
          await correctAtLast(memory)
          throw error
        }
        try await faultPause.wait(after: error, "redelivery interrupted")
        await parts.mendStreams(after: error)
      }
    }
    await correctAtLast(memory)
    await connection.close()
  }

  /// What a step failed with, but for a cancellation.
  private func fault(_ step: () async throws -> Void) async throws -> (any Error)? {
    do {
      try await step()
      return nil
    } catch {
      if FaultKind(error) == .cancellation { throw error }
      return error
    }
  }

  /// Until something is due; at most a tick, because lanes put entries aside at any time.
  private func rest(until walk: ContinuousClock.Instant) async throws {
    let due = min(walk, parts.retries.nextDue ?? walk)
    try await Pause.wait(max(.milliseconds(10), min(Self.tick, due - .now)))
  }

  private func retryDue(_ memory: inout Memory) async throws {
    while !Task.isShuttingDownGracefully {
      let due = parts.retries.takeDue(countMax: Self.pageCountMax)
      if due.isEmpty { return }
      try await handle(due, minimumIdle: .zero, &memory)
    }
  }

  /// One look at every stream, and again at those where more was found than a page holds.
  private func walk(_ memory: inout Memory) async throws {
    let idle = context.settings.reclaimIdle
    var keys = parts.directory.keys[...]
    while !keys.isEmpty, !Task.isShuttingDownGracefully {
      let chunk = Array(keys.prefix(Self.streamCountMax))
      let found = try await trial.claims.abandoned(in: chunk, minimumIdle: idle, countMax: Self.pageCountMax)
      // What a lane holds and a producer has trimmed can't be touched by the heartbeat.
      let held = parts.held.ids
      let entries = found.flatMap(\.entries).filter { held[$0.key]?.contains($0.id) != true }
      let handledCount = entries.isEmpty ? 0 : try await handle(entries, minimumIdle: idle, &memory)
      // A page that others were faster to take is left to them.
      if handledCount == 0 || !found.contains(where: \.isPageFull) { keys = keys.dropFirst(chunk.count) }
    }
  }

  /// Handles entries in companies.
  /// - Returns: how many were taken.
  @discardableResult
  private func handle(
    _ entries: [PendingEntry],
    minimumIdle: Duration,
    _ memory: inout Memory
  ) async throws -> Int {
    let plan = RedeliveryPlan(entries.map { (entry: $0, record: $0.record) })
    var count = 0
    for (index, company) in plan.companies.enumerated() {
      if Task.isShuttingDownGracefully { return count }
      do {
        count +=
          company.isAlone
          ? try await context.gate.alone { try await take(company, minimumIdle, &memory) }
          : try await context.gate.together { try await take(company, minimumIdle, &memory) }
      } catch {
        // Whose turn didn't come keeps it; what others left behind is found again.
        if minimumIdle == .zero {
          for entry in plan.companies[(index + 1)...].flatMap(\.entries) { parts.retries.add(entry, after: .zero) }
        }
        throw error
      }
    }
    for (entry, deaths) in plan.givenUp {
      count += try await giveUp(entry, deaths: deaths, minimumIdle: minimumIdle, &memory)
    }
    return count
  }

  private func take(
    _ company: RedeliveryPlan<PendingEntry>.Company,
    _ minimumIdle: Duration,
    _ memory: inout Memory
  ) async throws -> Int {
    var waiting = company.entries
    var takenCount = 0
    // One answer is bounded in bytes; a company of large entries takes several.
    while !waiting.isEmpty, !Task.isShuttingDownGracefully {
      let taken: [DeliveredEntry]
      do {
        (taken, waiting) = try await trial.claims.claim(waiting, for: trial.consumer, minimumIdle: minimumIdle)
      } catch {
        // Maybe only the answer was lost: then nothing was handled although a handling began.
        memory.interrupted.add(waiting, areRetries: minimumIdle == .zero)
        throw error
      }
      takenCount += taken.count
      do {
        try await settle(taken, record: company.record, areReclaimed: minimumIdle > .zero, &memory)
      } catch {
        if minimumIdle == .zero { for entry in waiting { parts.retries.add(entry, after: .zero) } }
        throw error
      }
    }
    return takenCount
  }

  /// Handles entries that were taken.
  /// - Parameter record: what they were before.
  private func settle(
    _ taken: [DeliveredEntry],
    record: TrialRecord,
    areReclaimed: Bool,
    _ memory: inout Memory
  ) async throws {
    if taken.isEmpty { return }
    parts.counters.add { $0.received += taken.count }
    parts.metrics.received(taken)
    if areReclaimed {
      parts.counters.add { $0.reclaimed += taken.count }
      parts.metrics.reclaimed(taken)
      context.logger.notice("entries taken over", metadata: ["count": "\(taken.count)"])
    }
    // What is gone is pending no more: nobody would ever hear of it if the store were away now.
    let entries = taken.filter { $0.fields != nil }
    for entry in taken where entry.fields == nil { trial.noteGone(entry) }
    parts.counters.add { $0.gone += taken.count - entries.count }
    parts.held.hold(entries, by: trial.consumer)
    defer { parts.held.hold([], by: trial.consumer) }
    var settlement = BatchSettlement(entries)
    do {
      try await settle(&settlement, record: record, &memory)
    } catch {
      // We live: what wasn't handled is as it was before we began.
      let rest = settlement.rest.map { PendingEntry(key: $0.key, id: $0.id, record: record) }
      memory.interrupted.add(rest, areRetries: false)
      throw error
    }
  }

  /// - Parameter record: what the entries were before this handling began.
  private func settle(
    _ settlement: inout BatchSettlement<DeliveredEntry>,
    record: TrialRecord,
    _ memory: inout Memory
  ) async throws {
    while let part = settlement.next {
      do {
        let settled = try await trial.handle(part) { _ in record }
        do {
          try await trial.acknowledge(settled)
        } catch {
          // Where somebody else has taken one over and buried it meanwhile, only this acknowledgement withdraws the letter.
          memory.addUnasked(settled)
          throw error
        }
        settlement.succeed()
      } catch {
        switch try await trial.handler.faultKind(of: error) {
        case .cancellation, .infrastructure: throw error
        case .size where part.count == 1:
          let entry = PendingEntry(key: part[0].key, id: part[0].id, record: record)
          try await trial.rest(entry, cause: error)
          settlement.succeed()
        case .size, .work:
          context.logger.warning(
            "batch failed",
            metadata: ["consumer": "\(trial.consumer)", "count": "\(part.count)", "error": "\(error)"]
          )
          if part.count == 1 { try await trial.charge(part[0], cause: error) }
          settlement.fail()
        }
      }
    }
  }

  private func giveUp(
    _ entry: PendingEntry,
    deaths: Int,
    minimumIdle: Duration,
    _ memory: inout Memory
  ) async throws -> Int {
    // One alone is never left for a second answer.
    let claimed = try await trial.claims.claim(
      [entry],
      for: trial.consumer,
      becoming: { $0 },
      minimumIdle: minimumIdle
    ).taken
    try await trial.bury(claimed.map { .init(entry: $0, refusal: .deliveryLimit(deaths: deaths)) }) { $0.record }
    memory.addUnasked(claimed)
    try await ask(&memory)
    return claimed.count
  }

  /// Withdraws the letters of what was given up and had died after its commit. Asked after the burial, because the
  /// question may be what kills, and again until there is an answer.
  private func ask(_ memory: inout Memory) async throws {
    if memory.unasked.isEmpty { return }
    do {
      try await trial.acknowledge(try await trial.handler.applied(among: memory.unasked))
    } catch {
      guard try await trial.handler.faultKind(of: error) == .work else { throw error }
      // No later question would be answered otherwise; a replay of the letters finds what is recorded.
      let facts: Logger.Metadata = ["count": "\(memory.unasked.count)", "error": "\(error)"]
      context.logger.warning("nobody knows whether buried entries are applied", metadata: facts)
    }
    memory.forgetUnasked()
  }

  /// Writes down what the entries were before a handling began that an outage ended, and tries them again soon.
  private func correct(_ memory: inout Memory) async throws {
    if memory.interrupted.isEmpty { return }
    // What lay in a key that holds something else by now is gone.
    let known = Set(parts.directory.keys)
    memory.interrupted.removeAll { !known.contains($0.key) }
    let owned = try await trial.claims.writeBack(memory.interrupted.entries, of: trial.consumer)
    for entry in memory.interrupted.retries(owned: owned) { parts.retries.add(entry, after: Self.tick) }
    memory.interrupted = InterruptedTrials()
  }

  /// At the end of the process; entries may then be taken by others at once. A cancellation must not stop it.
  private func correctAtLast(_ memory: Memory) async {
    if memory.interrupted.isEmpty { return }
    let (claims, consumer, idle) = (trial.claims, trial.consumer, context.settings.reclaimIdle)
    let result = await Task {
      try await claims.writeBack(memory.interrupted.entries, of: consumer, idle: idle)
    }.result
    if case .failure(let error) = result {
      context.logger.warning("entries not given back", metadata: ["error": "\(error)"])
    }
  }
}
