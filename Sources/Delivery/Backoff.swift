/// Waits that double up to a bound, with full jitter, so that a fleet doesn't come back in step.
///
/// Full jitter as in Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015), but never below half of the
/// first wait: an instant retry is a hot loop.
public struct Backoff: Sendable {
  public let firstDelay: Duration
  public let delayMax: Duration
  private var failureCount = 0

  public init(firstDelay: Duration, delayMax: Duration) {
    precondition(firstDelay > .zero && delayMax >= firstDelay, "a back-off needs a first delay and a larger bound")
    self.firstDelay = firstDelay
    self.delayMax = delayMax
  }

  /// The wait after one more failure.
  public mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
    let doublings = min(failureCount, 30)
    failureCount += 1
    let ceiling = min(delayMax, firstDelay * (1 << doublings))
    let floor = firstDelay / 2
    return floor + (ceiling - floor) * Double.random(in: 0...1, using: &generator)
  }

  /// After a success the next failure waits shortly again.
  public mutating func reset() {
    failureCount = 0
  }
}
