public import EventModel

/// How long after an action its answer comes: as many answers between one and two minutes as between one and two hours.
public struct AnswerDelay: Hashable, Sendable {
  /// Above 0.
  public let shortest: TimeInterval
  /// How often the shortest delay may double; at least 1.
  public let doublings: Int

  public init(shortest: TimeInterval, doublings: Int) {
    precondition(shortest.microseconds > 0 && (1...40).contains(doublings), "a delay is above 0 and bounded")
    self.shortest = shortest
    self.doublings = doublings
  }

  /// No answer takes longer.
  public var longest: TimeInterval {
    TimeInterval(microseconds: shortest.microseconds << Int64(doublings))
  }

  func delay(using generator: inout SeededGenerator) -> TimeInterval {
    let base = shortest.microseconds << Int64(generator.index(below: doublings))
    return TimeInterval(microseconds: base + Int64(Double(base) * generator.unit()))
  }
}
