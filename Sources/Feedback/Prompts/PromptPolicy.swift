public import EventModel

/// How much a reviewer is asked.
public struct PromptPolicy: Hashable, Sendable {
  /// Questions to one reviewer a day; at least 0.
  public let dailyCountMax: Int
  /// What happened longer ago isn't asked about any more: nobody remembers it.
  public let ageMax: TimeInterval

  public init(dailyCountMax: Int = 6, ageMax: TimeInterval = .days(7)) {
    precondition(dailyCountMax >= 0, "a number of questions is not negative")
    precondition(ageMax >= .seconds(0), "an age is not negative")
    self.dailyCountMax = dailyCountMax
    self.ageMax = ageMax
  }

  /// Half of the questions for a reviewer who is flagged for one reason, a third for two; never none, because only
  /// answers can show that somebody is rested again.
  public func dailyCountMax(for fatigue: ReviewerFatigue?) -> Int {
    let reasonCount = fatigue?.reasons.count ?? 0
    return min(dailyCountMax, max(dailyCountMax / (1 + reasonCount), 1))
  }
}
