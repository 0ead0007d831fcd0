public import EventModel

/// Which outcomes a list shows.
public struct OutcomeFilter: Hashable, Sendable {
  public var status: OutcomeStatus?
  public var outcomeType: OutcomeType?
  public var actionType: ActionType?
  public var rep: String?
  /// Actions from this instant on, and before that one; `nil` is without a bound.
  public var from: Timestamp?
  public var until: Timestamp?
  public var scope: RepScope

  public init(
    status: OutcomeStatus? = nil,
    outcomeType: OutcomeType? = nil,
    actionType: ActionType? = nil,
    rep: String? = nil,
    from: Timestamp? = nil,
    until: Timestamp? = nil,
    scope: RepScope
  ) {
    self.status = status
    self.outcomeType = outcomeType
    self.actionType = actionType
    self.rep = rep
    self.from = from
    self.until = until
    self.scope = scope
  }
}

/// Where a page of a list ended: the next one begins behind it.
public struct OutcomePosition: Hashable, Sendable {
  public let actedAt: Timestamp
  public let id: OutcomeID

  public init(actedAt: Timestamp, id: OutcomeID) {
    self.actedAt = actedAt
    self.id = id
  }
}
