import EventModel
import Streams

/// What a process does with the entries that it was given.
protocol BatchHandler: Sendable {
  var group: ConsumerGroup { get }

  /// Entries of one affinity write the same rows: batches at the same time hold each other up the least where they share
  /// none. Nothing but speed depends on it.
  func affinity(of entry: DeliveredEntry) -> UInt64

  /// How long a lane lets entries gather after a batch, if none is known to wait: many small batches cost more than one
  /// large one.
  /// - Parameter count: entries of the batch, which took no time to come.
  func gatheringTime(after count: Int) -> Duration

  /// How long a stream among thousands may wait for a look, after it was at rest: each look costs Redis about a millisecond
  /// for three thousand.
  var restMax: Duration { get }

  /// Applies the entries in one transaction, each once and in any order. When it returns, everything is committed but
  /// what was refused.
  ///
  /// - Returns: what became of each entry, in the order of the entries.
  /// - Throws: with nothing applied, or with its outcome unknown; doing it again is harmless.
  func handle(_ entries: [DeliveredEntry]) async throws -> [EntryOutcome]

  /// Does everything that ``handle(_:)`` does, and takes it back: what would become of each entry.
  func rehearse(_ entries: [DeliveredEntry]) async throws -> [EntryOutcome]

  /// Those of the entries whose effects are committed already. Changes nothing.
  func applied(among entries: [DeliveredEntry]) async throws -> [DeliveredEntry]

  /// Does the same work for made-up events of a tenant that doesn't exist, and takes it back: whether it can be done for
  /// anybody.
  func probe() async throws
}

extension BatchHandler {
  func gatheringTime(after count: Int) -> Duration { .zero }
  var restMax: Duration { .milliseconds(50) }

  /// Whose fault an error is. Where that is unclear a probe decides: what can't be done for anybody is the store's, and no
  /// event pays for it; else something is wrong with what was handled.
  /// - Throws: only a cancellation.
  func faultKind(of error: any Error) async throws -> FaultKind {
    guard FaultKind.isUnclear(error) else { return FaultKind(error) }
    do {
      try await probe()
      return .work
    } catch {
      if FaultKind(error) == .cancellation { throw error }
      return .infrastructure
    }
  }
}

/// Whether the effects of a batch stay.
enum BatchMode: Sendable {
  case apply
  /// The transaction is rolled back at its end.
  case rehearse
}
