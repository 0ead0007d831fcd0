public import EventModel

extension ReplyType {
  /// What this answer says about an outcome of the type; `nil` where it isn't decisive (the table of SEMANTICS section 2).
  public func verdict(for type: OutcomeType) -> Verdict? {
    switch type {
    case .emailEngagement: emailVerdict
    case .meetingOutcome: meetingVerdict
    case .escalationResult: escalationVerdict
    case .dealProgression: nil
    }
  }

  /// Whether, without `in_reply_to`, it concerns only the latest action that expected an answer by email.
  var concernsLatestEmailOnly: Bool {
    switch self {
    case .bounce, .unsubscribe: true
    case .reply, .unclear, .autoReply, .meetingAttended, .meetingRescheduled, .meetingDeclined, .meetingNoShow,
      .escalationResolved, .escalationUnresolved:
      false
    }
  }

  private var emailVerdict: Verdict? {
    switch self {
    case .reply, .meetingAttended, .meetingRescheduled, .meetingDeclined: .positive
    case .bounce, .unsubscribe: .negative
    case .unclear: .ambiguous
    case .autoReply, .meetingNoShow, .escalationResolved, .escalationUnresolved: nil
    }
  }

  private var meetingVerdict: Verdict? {
    switch self {
    case .meetingAttended: .positive
    case .meetingRescheduled: .rescheduled
    case .meetingDeclined, .meetingNoShow: .negative
    case .unclear: .ambiguous
    case .reply, .autoReply, .bounce, .unsubscribe, .escalationResolved, .escalationUnresolved: nil
    }
  }

  private var escalationVerdict: Verdict? {
    switch self {
    case .escalationResolved: .positive
    case .escalationUnresolved: .negative
    case .unclear: .ambiguous
    case .reply, .autoReply, .bounce, .unsubscribe, .meetingAttended, .meetingRescheduled, .meetingDeclined,
      .meetingNoShow:
      nil
    }
  }
}
