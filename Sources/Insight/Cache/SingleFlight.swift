import EventModel

/// Who computes an answer, who waits for it, and for how long it is kept: decides, and leaves the waiting to a shell.
struct SingleFlight<Key: Hashable & Sendable, Value: Sendable, Waiter: Sendable>: Sendable {
  /// What somebody who asks is to do.
  enum Turn {
    /// Take the answer that is kept.
    case take(Value)
    /// Compute it, and say how it went.
    case lead
    /// Wait for the one who computes it.
    case wait
    /// Go away: enough others wait.
    case leave
  }

  private struct Kept {
    let value: Value
    let madeAt: Timestamp
  }

  private struct Place {
    let ticket: UInt64
    let waiter: Waiter
  }

  private let limits: SingleFlightLimits
  private var kept: [Key: Kept] = [:]
  /// For each answer that is being computed, those who wait for it, in their order.
  private var flights: [Key: [Place]] = [:]

  init(limits: SingleFlightLimits) {
    self.limits = limits
  }

  var keptCount: Int { kept.count }

  func waiterCount(for key: Key) -> Int { flights[key]?.count ?? 0 }

  /// - Parameter ticket: of this wait alone.
  mutating func ask(_ key: Key, now: Timestamp, ticket: UInt64, _ waiter: Waiter) -> Turn {
    if let answer = kept[key], limits.isFresh(answer.madeAt, now: now) { return .take(answer.value) }
    guard let waiters = flights[key] else {
      flights[key] = []
      return .lead
    }
    guard waiters.count < limits.waiterCountMax else { return .leave }
    flights[key]?.append(Place(ticket: ticket, waiter: waiter))
    return .wait
  }

  /// The one who led has the answer.
  /// - Returns: those who waited for it.
  mutating func succeed(_ key: Key, with value: Value, madeAt: Timestamp) -> [Waiter] {
    kept = kept.filter { limits.isFresh($0.value.madeAt, now: madeAt) }
    kept[key] = Kept(value: value, madeAt: madeAt)
    if kept.count > limits.entryCountMax, let oldest = kept.min(by: { $0.value.madeAt < $1.value.madeAt }) {
      kept[oldest.key] = nil
    }
    return end(key)
  }

  /// The one who led has none. Nothing is kept, so that the next one tries again.
  /// - Returns: those who waited for it: they failed with it, since each of them would have asked the same.
  mutating func fail(_ key: Key) -> [Waiter] { end(key) }

  /// The one who led went away, which is no fault of the answer.
  /// - Returns: the one who leads from now on; `nil` where nobody waits.
  mutating func handOver(_ key: Key) -> Waiter? {
    guard let waiters = flights[key], let next = waiters.first else {
      flights[key] = nil
      return nil
    }
    flights[key] = Array(waiters.dropFirst())
    return next.waiter
  }

  /// Somebody who waits went away.
  /// - Returns: who it was; `nil` where they don't wait any more.
  mutating func withdraw(_ key: Key, ticket: UInt64) -> Waiter? {
    guard let index = flights[key]?.firstIndex(where: { $0.ticket == ticket }) else { return nil }
    return flights[key]?.remove(at: index).waiter
  }

  private mutating func end(_ key: Key) -> [Waiter] {
    guard let waiters = flights.removeValue(forKey: key) else { preconditionFailure("only who leads ends a flight") }
    return waiters.map(\.waiter)
  }
}
