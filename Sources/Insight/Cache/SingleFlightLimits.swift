import EventModel

/// How much a cache keeps, and for how long.
struct SingleFlightLimits: Sendable {
  /// Answers that are kept; beyond it the oldest one goes.
  let entryCountMax: Int
  /// An answer of this age isn't given any more.
  let freshness: TimeInterval
  /// Those who wait for one answer.
  let waiterCountMax: Int

  init(entryCountMax: Int, freshness: TimeInterval, waiterCountMax: Int = 1_000) {
    self.entryCountMax = entryCountMax
    self.freshness = freshness
    self.waiterCountMax = waiterCountMax
  }

  /// An answer from the future is none either: a clock was set back, and nobody knows how long it would be kept.
  func isFresh(_ madeAt: Timestamp, now: Timestamp) -> Bool {
    madeAt <= now && now - madeAt < freshness
  }
}
