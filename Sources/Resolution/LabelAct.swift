public import EventModel

/// A person's act on one outcome: a label, or its withdrawal.
public struct LabelAct: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// `score` in [0, 1]; 1 or 0 by the label where the person gave none.
    case set(Label, score: Double?)
    /// Back to the automatic decision.
    case withdrawn
  }

  public enum Label: String, CaseIterable, Sendable {
    case positive
    case negative
  }

  public let id: EventID
  public let outcomeID: OutcomeID
  public let labelledAt: Timestamp
  public let kind: Kind

  public init(id: EventID, outcomeID: OutcomeID, labelledAt: Timestamp, kind: Kind) {
    self.id = id
    self.outcomeID = outcomeID
    self.labelledAt = labelledAt
    self.kind = kind
  }
}
