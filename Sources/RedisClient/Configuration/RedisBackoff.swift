/// How long to wait before the next attempt to connect.
public struct RedisBackoff: Hashable, Sendable {
  /// Around the first wait.
  public var initial: Duration
  /// No wait is longer.
  public var maximum: Duration

  public init(initial: Duration = .milliseconds(50), maximum: Duration = .seconds(2)) {
    precondition(initial > .zero && maximum >= initial, "0 < initial <= maximum")
    self.initial = initial
    self.maximum = maximum
  }

  /// Doubles with each failure up to the maximum, of which a random half is taken off, so that a fleet that lost the same
  /// server doesn't come back in step.
  /// - Parameters:
  ///   - failureCount: consecutive failures so far, from 1.
  ///   - random: in 0..<1.
  public func delay(failureCount: Int, random: Double) -> Duration {
    precondition(failureCount >= 1 && (0..<1).contains(random))
    var delay = initial
    var doublings = failureCount - 1
    while doublings > 0 && delay < maximum {
      delay *= 2
      doublings -= 1
    }
    return min(delay, maximum) * (1 - random / 2)
  }
}
