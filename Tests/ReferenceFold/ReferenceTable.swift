import EventModel

/// The decision table of SEMANTICS section 2, as it stands there.
enum ReferenceTable {
  private static let columns: [OutcomeType] = [.emailEngagement, .meetingOutcome, .escalationResult]

  private static let rows: [String: [String]] = [
    "reply": ["positive 1.0", "-", "-"],
    "unclear": ["ambiguous", "ambiguous", "ambiguous"],
    "auto_reply": ["-", "-", "-"],
    "bounce": ["negative 0.0", "-", "-"],
    "unsubscribe": ["negative 0.0", "-", "-"],
    "meeting_attended": ["positive 1.0", "positive 1.0", "-"],
    "meeting_rescheduled": ["positive 1.0", "positive 0.5", "-"],
    "meeting_declined": ["positive 1.0", "negative 0.0", "-"],
    "meeting_no_show": ["-", "negative 0.0", "-"],
    "escalation_resolved": ["-", "-", "positive 1.0"],
    "escalation_unresolved": ["-", "-", "negative 0.0"],
  ]

  static func verdict(_ reply: ReplyType, _ type: OutcomeType) -> (OutcomeStatus, Double?)? {
    guard let column = columns.firstIndex(of: type), let cell = rows[reply.rawValue]?[column], cell != "-" else {
      return nil
    }
    let words = cell.split(separator: " ")
    guard let status = OutcomeStatus(rawValue: String(words[0])) else { return nil }
    return (status, words.count > 1 ? Double(words[1]) : nil)
  }
}
