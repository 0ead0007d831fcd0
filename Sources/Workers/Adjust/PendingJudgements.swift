import Calibration
import Synchronization

/// Action types whose samples changed and that nobody has looked at since.
///
/// They are remembered by the process that folded the samples; what it forgets by its death, the scheduler's look over
/// every action type finds. While a backlog is worked off they wait, for a bounded time: an adjustment made in its midst
/// would rest on whatever came first, and no sample before it counts again.
final class PendingJudgements: Sendable {
  /// More are left to the scheduler.
  private static let countMax = 100_000
  /// A batch that was full is a sign of a backlog for so long.
  static let backlogSign = Duration.seconds(1)
  /// The longest wait for the end of a backlog.
  static let patience = Duration.seconds(30)

  private struct State {
    var keys: Set<CalibrationKey> = []
    /// Since when some wait.
    var since: ContinuousClock.Instant?
    var lastFullBatch: ContinuousClock.Instant?
  }

  private let state = Mutex(State())

  /// - Parameter isFullBatch: whether more may lie behind it.
  func add(_ added: some Sequence<CalibrationKey>, isFullBatch: Bool = false, at now: ContinuousClock.Instant = .now) {
    state.withLock { state in
      for key in added where state.keys.count < Self.countMax { state.keys.insert(key) }
      if state.since == nil, !state.keys.isEmpty { state.since = now }
      if isFullBatch { state.lastFullBatch = now }
    }
  }

  /// Takes some of those that are due.
  func take(_ countMax: Int, at now: ContinuousClock.Instant = .now) -> [CalibrationKey] {
    state.withLock { state in
      guard let since = state.since else { return [] }
      if let full = state.lastFullBatch, now - full < Self.backlogSign, now - since < Self.patience { return [] }
      let taken = Array(state.keys.prefix(countMax))
      state.keys.subtract(taken)
      if state.keys.isEmpty { state.since = nil }
      return taken
    }
  }

  var isEmpty: Bool { state.withLock(\.keys.isEmpty) }
}
