import EventModel
import Synchronization

/// Lets each principal ask so often a second on average, with a reserve for bursts (a token bucket for each).
final class RateLimiter: Sendable {
  private struct Bucket {
    var tokens: Double
    var filledAt: Timestamp
  }

  /// Principals that are remembered; who was silent for longest is forgotten first, which only ever lets more through.
  static let principalCountMax = 50_000

  private let ratePerSecond: Double
  private let burst: Double
  private let buckets = Mutex<[String: Bucket]>([:])

  /// - Parameters:
  ///   - ratePerSecond: requests a second, above 0.
  ///   - burst: requests at once, at least 1.
  init(ratePerSecond: Double, burst: Double) {
    self.ratePerSecond = ratePerSecond
    self.burst = burst
  }

  /// `nil` where the principal may ask now; else the seconds until it may.
  func wait(for principal: String, now: Timestamp) -> Double? {
    buckets.withLock { buckets in
      var bucket = buckets[principal] ?? Bucket(tokens: burst, filledAt: now)
      let seconds = max(Double((now - bucket.filledAt).microseconds) / 1e6, 0)
      bucket.tokens = min(burst, bucket.tokens + seconds * ratePerSecond)
      bucket.filledAt = now
      let isAllowed = bucket.tokens >= 1
      if isAllowed { bucket.tokens -= 1 }
      if buckets[principal] == nil, buckets.count >= Self.principalCountMax { Self.forgetFull(&buckets, self, now) }
      buckets[principal] = bucket
      return isAllowed ? nil : (1 - bucket.tokens) / ratePerSecond
    }
  }

  /// Takes out every bucket that would be full by now: those principals lose nothing. Where none is, all go.
  private static func forgetFull(_ buckets: inout [String: Bucket], _ limiter: RateLimiter, _ now: Timestamp) {
    let fillMicroseconds = limiter.burst / limiter.ratePerSecond * 1e6
    buckets = buckets.filter { Double((now - $0.value.filledAt).microseconds) < fillMicroseconds }
    if buckets.count >= principalCountMax { buckets = [:] }
  }
}
