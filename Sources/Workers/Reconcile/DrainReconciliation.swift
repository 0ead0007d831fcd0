import Synchronization

/// Lets a drain end only when every sample has arrived: what Redis lost is published again, and drained with the rest.
final class DrainReconciliation: Sendable {
  private let reconciliation: SampleReconciliation
  private let counters: WorkCounters
  /// The work that was done when nothing was missing. A look goes over every outcome, so that it isn't done again while
  /// nothing happens.
  private let complete = Mutex<WorkCounters.Values?>(nil)

  init(_ reconciliation: SampleReconciliation, counters: WorkCounters) {
    self.reconciliation = reconciliation
    self.counters = counters
  }

  /// Whether nothing is missing.
  /// - Throws: a ``Program/Failure`` where that can't be found out before somebody has done something.
  func isComplete() async throws -> Bool {
    let work = counters.current
    if complete.withLock({ $0 == work }) { return true }
    switch try await reconciliation.run() {
    case .postponed: return false
    case .tooManyBuried:
      throw Program.Failure(
        .problemsFound,
        "more than \(reconciliation.buriedCountMax) samples are among the dead letters, so that nobody knows which are lost: "
          + "replay them (calibration-aggregator --replay-dlq) or discard them, and drain again"
      )
    case .complete(0):
      complete.withLock { $0 = work }
      return true
    case .complete(let count):
      counters.add { $0.republished += count }
      return false
    }
  }
}
