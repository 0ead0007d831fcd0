public import EventModel
public import Feedback
import PostgresClient

/// One entry of feedback as it is kept: a rating, or the withdrawal of one. A row never changes.
public struct FeedbackRow: Hashable, Sendable {
  public let id: FeedbackID
  public let conversationID: ConversationID
  /// The outcome that the person had before them.
  public let outcomeID: OutcomeID?
  public let target: FeedbackTarget
  public let source: FeedbackSource
  public let kind: FeedbackEntry.Kind
  /// What the person said that the outcome was.
  public let label: FeedbackLabel?
  public let comment: String?
  public let reviewer: ReviewerID
  /// The person's role at the time, as the token said.
  public let reviewerRole: String
  public let createdAt: Timestamp

  public init(
    id: FeedbackID,
    conversationID: ConversationID,
    outcomeID: OutcomeID?,
    target: FeedbackTarget,
    source: FeedbackSource,
    kind: FeedbackEntry.Kind,
    label: FeedbackLabel? = nil,
    comment: String?,
    reviewer: ReviewerID,
    reviewerRole: String,
    createdAt: Timestamp
  ) {
    self.id = id
    self.conversationID = conversationID
    self.outcomeID = outcomeID
    self.target = target
    self.source = source
    self.kind = kind
    self.label = label
    self.comment = comment
    self.reviewer = reviewer
    self.reviewerRole = reviewerRole
    self.createdAt = createdAt
  }

  /// What the history of the person's ratings of the target takes of it.
  public var entry: FeedbackEntry { FeedbackEntry(id: id, enteredAt: createdAt, kind: kind) }

  static let columns = """
    feedback_id, conversation_state_id, outcome_record_id, target_type, target_id, source, rating, withdraws, label,
    comment, reviewer_id, reviewer_role, created_at
    """

  init(_ row: inout PostgresRowReader) throws(PostgresError) {
    id = try row.identifier()
    conversationID = try row.identifier()
    outcomeID = try row.optionalIdentifier()
    let targetType: FeedbackTargetType = try row.word()
    target = FeedbackTarget(targetType, id: try row.string())
    let source: FeedbackSource = try row.word()
    self.source = source
    let rating = try row.optionalInt16()
    let withdrawn: FeedbackID? = try row.optionalIdentifier()
    if let withdrawn {
      kind = .withdrawn(withdrawn)
    } else if let rating, let known = FeedbackRating(Int(rating), source: source) {
      kind = .set(known)
    } else {
      throw PostgresError(.decoding, "a row of feedback_entries holds neither a rating nor a withdrawal")
    }
    label = try row.optionalWord()
    comment = try row.optionalString()
    reviewer = ReviewerID(try row.string())
    reviewerRole = try row.string()
    createdAt = try row.time()
  }
}
