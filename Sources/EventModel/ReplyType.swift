/// What a customer's answer says (SEMANTICS section 2).
public enum ReplyType: String, CaseIterable, Sendable {
  case reply
  case unclear
  case autoReply = "auto_reply"
  case bounce
  case unsubscribe
  case meetingAttended = "meeting_attended"
  case meetingRescheduled = "meeting_rescheduled"
  case meetingDeclined = "meeting_declined"
  case meetingNoShow = "meeting_no_show"
  case escalationResolved = "escalation_resolved"
  case escalationUnresolved = "escalation_unresolved"
}
