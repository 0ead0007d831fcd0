public import EventModel
public import Feedback

/// What rules look at. A part that a rule doesn't need may be left empty.
public struct AlertInput: Sendable {
  public var successRates: SuccessRates?
  public var escalationRate: EscalationRate?
  public var drifts: [DriftReading] = []
  public var streams: [StreamReading] = []
  public var fatigue: [ReviewerID: ReviewerFatigue] = [:]

  public init() {}
}
