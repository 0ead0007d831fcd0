public import CoreMetrics
import Synchronization

/// A number that only grows.
public final class PrometheusCounter: CounterHandler {
  private let count = Atomic<Int64>(0)

  /// What was counted since the process started.
  public var value: Int64 { count.load(ordering: .relaxed) }

  /// Counts `amount` more; nothing happens for 0 or less, because a counter never goes down.
  public func increment(by amount: Int64) {
    if amount > 0 { count.wrappingAdd(amount, ordering: .relaxed) }
  }

  /// Counts `amount` more.
  public func increment(by amount: Int = 1) {
    increment(by: Int64(amount))
  }

  /// Takes over a total that somebody else counts; one that is smaller than what was counted changes nothing.
  public func raise(to total: Int) {
    count.max(Int64(total), ordering: .relaxed)
  }

  /// Begins at zero again, as a restart would.
  public func reset() {
    count.store(0, ordering: .relaxed)
  }
}
