import Synchronization

/// The pulse of one loop: it beats whenever the loop moves, also while the loop waits for a store that is away. A loop that
/// hangs is told apart from one that has nothing to do.
public final class Pulse: Sendable {
  /// What a loop may take from one beat to the next: four calls to PostgreSQL at their limit of 40 s, and 10 s for a
  /// connection, fit in. A shorter one would have a slow process restarted, which helps nobody.
  public static let limitDefault: Duration = .seconds(180)

  let name: String
  let limit: Duration
  private let now: @Sendable () -> ContinuousClock.Instant
  /// `nil` once the loop has ended in order.
  private let lastBeat: Mutex<ContinuousClock.Instant?>

  init(name: String, limit: Duration, now: @escaping @Sendable () -> ContinuousClock.Instant) {
    self.name = name
    self.limit = limit
    self.now = now
    lastBeat = Mutex(now())
  }

  /// The loop moves.
  public func beat() {
    let time = now()
    lastBeat.withLock { $0 = time }
  }

  /// The loop has ended in order, and won't move again.
  public func end() {
    lastBeat.withLock { $0 = nil }
  }

  /// How long the loop hasn't moved; `nil` once it has ended.
  var silence: Duration? {
    let time = now()
    return lastBeat.withLock { last in last.map { time - $0 } }
  }
}
