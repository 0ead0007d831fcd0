import EventModel

/// A difference that holds: what a manager can act on.
public struct CoachingPattern: Hashable, Sendable {
  /// What a pattern is good for.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// About what is handed over to people, whether that goes well or badly.
    case escalationPattern = "escalation_pattern"
    /// Goes along with more success.
    case topAction = "top_action"
    /// Goes along with less.
    case improvementArea = "improvement_area"
  }

  public let evidence: PatternEvidence

  init(_ evidence: PatternEvidence) {
    self.evidence = evidence
  }

  public var kind: Kind {
    if evidence.value.isAboutEscalation { return .escalationPattern }
    return evidence.isBetter ? .topAction : .improvementArea
  }
}

/// A difference that is there, and that nobody should act on.
public struct ConfoundedDifference: Hashable, Sendable {
  public let evidence: PatternEvidence
  /// Why not; never `holds`.
  public let verdict: CoachingVerdict
}

extension AttributeValue {
  /// Whether it says why, or that, the agent handed over to a person.
  var isAboutEscalation: Bool {
    switch self {
    case .escalationTrigger: true
    case .actionType(let type): OutcomeType.expected(of: type) == .escalationResult
    case .hourOfDay, .weekday, .channel, .persona, .stage, .rep, .sequencePosition, .timeSinceLastTouch: false
    case .other(let attribute): attribute == .escalationTrigger
    }
  }
}
