public import EventModel

/// How long actions waited, as counts per whole minute, so that memory is bounded by the longest window and not by the
/// number of actions.
///
/// A wait is rounded up to a whole minute: an answer after 60 minutes and a second came by 61 minutes and not by 60. What
/// has no answer yet is censored: it says that the answer takes longer, not that there is none.
public struct AnswerTimes: Hashable, Sendable {
  /// What ended in one minute.
  struct Minute: Hashable, Sendable {
    var answeredCount: Int64 = 0
    var censoredCount: Int64 = 0
  }

  private(set) var minutes: [Int64: Minute] = [:]
  public private(set) var answeredCount: Int64 = 0
  public private(set) var censoredCount: Int64 = 0

  public init() {}

  /// One action that was answered after `wait`, which is not negative.
  public mutating func add(answeredAfter wait: TimeInterval) {
    add(minute: Self.minute(of: wait), answeredCount: 1, censoredCount: 0)
  }

  /// One action that had no answer until `wait`, when it was last looked at, or when its window ended.
  public mutating func add(censoredAfter wait: TimeInterval) {
    add(minute: Self.minute(of: wait), answeredCount: 0, censoredCount: 1)
  }

  /// Actions that were counted elsewhere, with the minute that their waits are rounded up to.
  public mutating func add(minute: Int64, answeredCount: Int64, censoredCount: Int64) {
    precondition(minute >= 0, "an answer comes after its action")
    precondition(answeredCount >= 0 && censoredCount >= 0, "counts are not negative")
    guard answeredCount + censoredCount > 0 else { return }
    minutes[minute, default: Minute()].answeredCount += answeredCount
    minutes[minute, default: Minute()].censoredCount += censoredCount
    self.answeredCount += answeredCount
    self.censoredCount += censoredCount
  }

  /// Adds every action of another set.
  public mutating func merge(_ other: AnswerTimes) {
    for (minute, counts) in other.minutes {
      add(minute: minute, answeredCount: counts.answeredCount, censoredCount: counts.censoredCount)
    }
  }

  /// The whole minute that a wait is rounded up to.
  public static func minute(of wait: TimeInterval) -> Int64 {
    precondition(wait.microseconds >= 0, "an answer comes after its action")
    let (minutes, rest) = wait.microseconds.quotientAndRemainder(dividingBy: 60_000_000)
    return rest > 0 ? minutes + 1 : minutes
  }
}
