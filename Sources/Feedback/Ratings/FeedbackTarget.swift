public import EventModel

/// What kind of thing is rated (SEMANTICS section 6).
public enum FeedbackTargetType: String, CaseIterable, Sendable {
  /// One e-mail or chat message.
  case message
  /// One decision of the agent: an escalation, a stage change, any action.
  case decision
  /// A whole thread, in retrospect.
  case conversation
}

/// What a rating is about. With the person it is the key of a rating: each person rates a target once, or anew.
public struct FeedbackTarget: Hashable, Comparable, Sendable {
  public let type: FeedbackTargetType
  public let id: FeedbackTargetID

  /// A conversation's UUID is taken in lower case, so that its spelling doesn't make two targets of one. Other ids are
  /// texts of their own systems, and stay as they are.
  public init(_ type: FeedbackTargetType, id: String) {
    self.type = type
    switch type {
    case .message, .decision: self.id = FeedbackTargetID(id)
    case .conversation: self.id = FeedbackTargetID(ConversationID(text: id)?.description ?? id)
    }
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.type == right.type ? left.id < right.id : left.type.rawValue < right.type.rawValue
  }
}
