import EventModel
import Logging
import PostgresClient
import RedisClient
import ServiceLifecycle
import Streams

/// Brings a batch to its end, whatever it takes: every entry applied or buried.
struct Settlement<Handler: BatchHandler>: Sendable {
  let context: FleetContext
  let handler: Handler
  let counters: WorkCounters
  let letters: DeadLetterQueue
  let lane: String

  /// Waits of an entry that fails alone, before it is given up.
  private static var retryDelays: [Duration] { [.seconds(1), .seconds(4), .seconds(16)] }

  /// - Returns: what is to be acknowledged; a burial did that for its entry, or found it in other hands.
  /// - Throws: `CancellationError` when the process stops before a store is back; the entries stay pending then.
  func settle(_ entries: [DeliveredEntry]) async throws -> [DeliveredEntry] {
    do {
      return try await settleTogether(entries)
    } catch {
      if FaultKind(error) != .work && !Self.isTooMuch(error) { throw error }
      context.logger.warning(
        "batch failed",
        metadata: ["lane": "\(lane)", "count": "\(entries.count)", "error": "\(error)"]
      )
      if entries.count == 1 {
        return try await settleAlone(entries[0], after: error)
      } else {
        let middle = entries.count / 2
        let first = try await settle(Array(entries[..<middle]))
        return first + (try await settle(Array(entries[middle...])))
      }
    }
  }

  /// Handles the batch in one piece; an outage of a store is waited out, because it is nobody's fault.
  private func settleTogether(_ entries: [DeliveredEntry]) async throws -> [DeliveredEntry] {
    var faultPause = FaultPause(logger: context.logger)
    while true {
      do {
        let burials = try await handler.handle(entries)
        if burials.isEmpty { return entries }
        try await bury(burials)
        let refused = Dictionary(grouping: burials, by: \.entry.key).mapValues { Set($0.map(\.entry.id)) }
        return entries.filter { refused[$0.key]?.contains($0.id) != true }
      } catch {
        let isHalvedFirst = entries.count > 1 && Self.isTooMuch(error)
        guard FaultKind(error) == .infrastructure, !isHalvedFirst else { throw error }
        if Task.isShuttingDownGracefully { throw CancellationError() }
        try await faultPause.wait(after: error, "store away", metadata: ["lane": "\(lane)"])
      }
    }
  }

  /// Whether an error may be a matter of size: a batch that didn't end in time is halved before it is done again.
  private static func isTooMuch(_ error: any Error) -> Bool {
    guard let error = error as? PostgresError else { return false }
    // `query_canceled`: the server's own limit for one statement.
    return error.code == .timeout || error.sqlState == "57014"
  }

  private func settleAlone(_ entry: DeliveredEntry, after error: any Error) async throws -> [DeliveredEntry] {
    var cause = error
    for delay in Self.retryDelays {
      try await Pause.wait(delay * Double.random(in: 0.75...1.25))
      if Task.isShuttingDownGracefully { throw CancellationError() }
      do {
        return try await settleTogether([entry])
      } catch {
        if FaultKind(error) != .work { throw error }
        cause = error
      }
    }
    let refusal = Refusal.processingFailed(attempts: Self.retryDelays.count + 1, cause: FaultKind.name(of: cause))
    try await bury([DeadLetterQueue.Burial(entry: entry, refusal: refusal)])
    return []
  }

  private func bury(_ burials: [DeadLetterQueue.Burial]) async throws {
    let outcomes = try await letters.bury(burials, at: context.clock.now)
    for (burial, outcome) in zip(burials, outcomes) where outcome == .buried {
      counters.add { $0.deadLettered += 1 }
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
