public import EventModel
public import Feedback
import PostgresClient

/// A question that a reviewer was shown.
public struct PromptRow: Hashable, Sendable {
  public let reviewer: ReviewerID
  public let target: FeedbackTarget
  public let conversationID: ConversationID
  public let askedAt: Timestamp

  public init(reviewer: ReviewerID, target: FeedbackTarget, conversationID: ConversationID, askedAt: Timestamp) {
    self.reviewer = reviewer
    self.target = target
    self.conversationID = conversationID
    self.askedAt = askedAt
  }

  static let columns = "reviewer_id, target_type, target_id, conversation_state_id, asked_at"

  init(_ row: inout PostgresRowReader) throws(PostgresError) {
    reviewer = ReviewerID(try row.string())
    let type: FeedbackTargetType = try row.word()
    target = FeedbackTarget(type, id: try row.string())
    conversationID = try row.identifier()
    askedAt = try row.time()
  }
}
