public import EventModel

/// When a failed delivery is tried again: after 1 minute, then each time four times as long, for a day in all.
///
/// A wait is up to a quarter shorter, by the delivery's id: what failed together doesn't come back together, and what is
/// computed again comes out the same.
public struct RetryPolicy: Hashable, Sendable {
  public static let `default` = RetryPolicy()

  /// Attempts in all; the last wait ends before the day does.
  public let attemptCountMax = 7
  /// From the first attempt on.
  public let spanMax = TimeInterval.days(1)
  /// Of what a receiver asks for with `Retry-After`.
  public let retryAfterMax = TimeInterval.hours(6)

  private static let firstDelay = TimeInterval.seconds(60)
  private static let growth: Int64 = 4

  public init() {}

  /// The time of the next attempt; `nil` where it is given up.
  /// - Parameters:
  ///   - attemptCount: attempts so far, at least 1.
  ///   - firstAttemptAt: when the first of them was.
  ///   - failedAt: when the last of them failed.
  public func nextAttempt(
    of delivery: DeliveryID,
    after failure: DeliveryFailure,
    attemptCount: Int,
    firstAttemptAt: Timestamp,
    failedAt: Timestamp
  ) -> Timestamp? {
    if failure.isPermanent || attemptCount >= attemptCountMax { return nil }
    var delay = Self.delay(of: delivery, afterAttempt: attemptCount)
    if let asked = failure.retryAfter { delay = max(delay, min(asked, retryAfterMax)) }
    let time = failedAt + delay
    return time - firstAttemptAt > spanMax ? nil : time
  }

  private static func delay(of delivery: DeliveryID, afterAttempt count: Int) -> TimeInterval {
    var full = firstDelay.microseconds
    for _ in 1..<max(count, 1) { full *= growth }
    let part = Int64(delivery.share(count))
    return TimeInterval(microseconds: full - full / 4 * part / 65_536)
  }
}
