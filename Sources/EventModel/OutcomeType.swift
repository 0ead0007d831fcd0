/// What an action is expected to bring about, and within which window.
public enum OutcomeType: String, CaseIterable, Sendable {
  case emailEngagement = "email_engagement"
  case meetingOutcome = "meeting_outcome"
  case escalationResult = "escalation_result"
  case dealProgression = "deal_progression"

  /// The expected type of an action that names none (SEMANTICS section 1).
  public static func expected(of actionType: ActionType) -> OutcomeType {
    switch actionType.text {
    case "send_email", "send_chat": .emailEngagement
    case "schedule_meeting": .meetingOutcome
    case "escalate": .escalationResult
    default: .dealProgression
    }
  }
}
