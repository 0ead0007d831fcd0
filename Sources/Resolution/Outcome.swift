public import EventModel

/// What became of one expectation of an action (SEMANTICS sections 1 and 2).
public struct Outcome: Hashable, Sendable {
  public let id: OutcomeID
  public let action: RecordedAction
  public let outcomeType: OutcomeType
  /// Whether it is the action's first expected type, the one that `predictedConfidence` speaks of.
  public let isPrimary: Bool
  public let windowExpiresAt: Timestamp
  public let status: OutcomeStatus
  /// In [0, 1]; `nil` while pending, and where ambiguous or expired.
  public let score: Double?
  /// `nil` while pending.
  public let signalSource: SignalSource?
  /// The deciding event; `nil` while pending, and where expired or labelled.
  public let signalEventID: EventID?
  /// The time of the deciding signal or label, or the end of the window; `nil` while pending.
  public let resolvedAt: Timestamp?
  /// The action's part of the deciding conversion, relative to an even one: in [0, number of touches]. 1 where no
  /// conversion decided.
  public let evidenceWeight: Double
  /// `nil` unless primary and resolved, and where there was nothing to win or a setting leaves it out.
  public let sample: OutcomeSample?
  /// The latest `now` at which the window was seen closed without a decisive signal; kept whatever comes later, so that
  /// what has expired isn't pending again.
  public let expirySeen: Timestamp?

  public var actionEventID: EventID { action.eventID }
  public var actedAt: Timestamp { action.timestamp }
}
