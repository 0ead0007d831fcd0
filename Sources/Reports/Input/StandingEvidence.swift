public import EventModel

/// What stands at the time at which a report is made.
public struct StandingEvidence: Hashable, Sendable {
  /// An outcome that waits for a person.
  public struct Waiting: Hashable, Sendable {
    public let id: OutcomeID
    public let actionType: ActionType
    public let outcomeType: OutcomeType
    public let repID: String?
    public let actedAt: Timestamp

    public init(id: OutcomeID, actionType: ActionType, outcomeType: OutcomeType, repID: String?, actedAt: Timestamp) {
      self.id = id
      self.actionType = actionType
      self.outcomeType = outcomeType
      self.repID = repID
      self.actedAt = actedAt
    }
  }

  /// The latest ones.
  public var waiting: [Waiting]
  /// The most serious first.
  public var alerts: [OpenAlert]

  public init(waiting: [Waiting] = [], alerts: [OpenAlert] = []) {
    self.waiting = waiting
    self.alerts = alerts
  }
}

/// Something that needs attention, in words.
public struct OpenAlert: Hashable, Sendable {
  /// A word, such as `critical`.
  public let severity: String
  public let title: String
  public let since: Timestamp

  public init(severity: String, title: String, since: Timestamp) {
    self.severity = severity
    self.title = title
    self.since = since
  }
}
