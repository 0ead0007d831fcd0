/// When the next connection may be attempted after failures: shared by all callers of a pool, so that a server that comes
/// back isn't met by a herd.
struct ReconnectBackoff {
  /// Pauses of at most 50 ms, 100 ms, … 2 s, each at least half of its bound: a server that is back is soon found.
  private static let pauseBase = Duration.milliseconds(50)
  private static let pauseMax = Duration.seconds(2)

  private var failureCount = 0
  private var notBefore: ContinuousClock.Instant?

  /// How long to wait from now; zero when the last attempt succeeded.
  func pause(now: ContinuousClock.Instant) -> Duration {
    guard let notBefore else { return .zero }
    return max(.zero, notBefore - now)
  }

  mutating func failed(now: ContinuousClock.Instant, using generator: inout some RandomNumberGenerator) {
    let bound = min(Self.pauseMax, Self.pauseBase * (1 << min(failureCount, 10)))
    failureCount += 1
    notBefore = now + bound * Double.random(in: 0.5...1, using: &generator)
  }

  mutating func succeeded() {
    failureCount = 0
    notBefore = nil
  }
}
