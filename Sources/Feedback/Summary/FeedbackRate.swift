/// `feedback_rate`: how many of the critical actions that somebody was asked about were rated.
///
/// An action counts once, whoever was asked. Of one reviewer alone it is their submission rate.
public struct FeedbackRate: Hashable, Sendable {
  public private(set) var askedCount: Int64 = 0
  /// At most as many.
  public private(set) var answeredCount: Int64 = 0

  public init() {}

  /// Actions that were counted elsewhere.
  public init(askedCount: Int64, answeredCount: Int64) {
    precondition(answeredCount >= 0 && answeredCount <= askedCount, "what is answered was asked")
    self.askedCount = askedCount
    self.answeredCount = answeredCount
  }

  /// One critical action that was asked about.
  public mutating func add(isAnswered: Bool) {
    askedCount += 1
    if isAnswered { answeredCount += 1 }
  }

  /// Adds the actions of another set.
  public mutating func merge(_ other: FeedbackRate) {
    askedCount += other.askedCount
    answeredCount += other.answeredCount
  }

  /// In [0, 1], with Wilson's interval; `nil` where nothing was asked.
  public var estimate: IntervalEstimate? {
    IntervalEstimate(successCount: answeredCount, trialCount: askedCount)
  }
}
