public import EventModel

/// An action of the agent that a person might be asked about.
public struct PromptCandidate: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The agent asked for a person, and where the outcome of that stands.
    case escalation(OutcomeStatus)
    /// The agent moved a deal to another stage.
    case stageChange
    /// Anything else: it can be rated, and nobody is asked.
    case routine
  }

  public let target: FeedbackTarget
  public let conversationID: ConversationID
  public let kind: Kind
  public let happenedAt: Timestamp

  public init(target: FeedbackTarget, conversationID: ConversationID, kind: Kind, happenedAt: Timestamp) {
    self.target = target
    self.conversationID = conversationID
    self.kind = kind
    self.happenedAt = happenedAt
  }

  /// Whether it is critical and open: a stage change, or an escalation whose outcome isn't known.
  var deservesQuestion: Bool {
    switch kind {
    case .escalation(.pending), .escalation(.ambiguous), .stageChange: true
    case .escalation(.positive), .escalation(.negative), .escalation(.expired), .routine: false
    }
  }

  /// Newest first; where times are equal the target decides.
  func comesBefore(_ other: PromptCandidate) -> Bool {
    happenedAt == other.happenedAt ? target < other.target : happenedAt > other.happenedAt
  }
}
