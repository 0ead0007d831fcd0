public import Coaching
public import EventModel

/// What a tenant assumes, and who belongs together. It alters no result: documents alone read it.
public struct AnalyticsPolicy: Hashable, Sendable {
  /// The policy of a tenant that set nothing.
  public static let `default` = AnalyticsPolicy()

  public var minutesSaved: MinutesSaved
  /// `nil` where the tenant hasn't said.
  public var hourlyCost: HourlyCost?
  /// How people do, without the agent.
  public var humanBaselines: [OutcomeType: HumanBaseline]
  public var teams: [TeamID: Set<RepID>]

  public init(
    minutesSaved: MinutesSaved = MinutesSaved(),
    hourlyCost: HourlyCost? = nil,
    humanBaselines: [OutcomeType: HumanBaseline] = [:],
    teams: [TeamID: Set<RepID>] = [:]
  ) {
    self.minutesSaved = minutesSaved
    self.hourlyCost = hourlyCost
    self.humanBaselines = humanBaselines
    self.teams = teams
  }
}
