import Delivery
import Streams
import Synchronization

/// Entries of this process that wait for their next attempt.
final class RetryQueue: Sendable {
  /// What doesn't fit is found in the pending list by its idle time.
  private static let countMax = 10_000

  private let schedule = Mutex(RetrySchedule<PendingEntry, ContinuousClock.Instant>(countMax: countMax))

  func add(_ entry: PendingEntry, after delay: Duration) {
    schedule.withLock { _ = $0.add(entry, due: .now + delay) }
  }

  func takeDue(countMax: Int) -> [PendingEntry] {
    schedule.withLock { $0.takeDue(at: .now, countMax: countMax) }
  }

  /// When the next is due.
  var nextDue: ContinuousClock.Instant? { schedule.withLock(\.nextDue) }
}
