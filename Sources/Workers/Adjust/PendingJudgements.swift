import Calibration
import Synchronization

/// Action types whose samples changed and that nobody has looked at since.
///
/// They are remembered by the process that folded the samples; what it forgets by its death, the scheduler's look over
/// every action type finds.
final class PendingJudgements: Sendable {
  /// More are left to the scheduler.
  private static let countMax = 100_000

  private let keys = Mutex<Set<CalibrationKey>>([])

  func add(_ added: some Sequence<CalibrationKey>) {
    keys.withLock { keys in
      for key in added where keys.count < Self.countMax { keys.insert(key) }
    }
  }

  /// Takes some of them.
  func take(_ countMax: Int) -> [CalibrationKey] {
    keys.withLock { keys in
      let taken = Array(keys.prefix(countMax))
      keys.subtract(taken)
      return taken
    }
  }

  var isEmpty: Bool { keys.withLock(\.isEmpty) }
}
