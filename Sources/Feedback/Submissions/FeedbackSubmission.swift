public import EventModel

/// What a person hands in as feedback: the body of `POST /feedback` (CONTRACT section 4), checked.
///
/// Who it comes from, and in which role, is not in it: that is the token's to say.
public struct FeedbackSubmission: Hashable, Sendable {
  /// The longest comment, in Unicode scalars.
  public static let commentScalarCountMax = 2000
  /// The longest id of a target, in Unicode scalars.
  public static let targetIDScalarCountMax = 200

  public let conversationID: ConversationID
  public let target: FeedbackTarget
  public let rating: FeedbackRating
  public let comment: String?
  /// The outcome that the feedback is about, where the person named one.
  public let outcomeID: OutcomeID?
  /// Labels the outcome, which is then named. Without it feedback labels nothing.
  public let label: FeedbackLabel?

  /// A rating and nothing else but a comment, which must be checked already.
  init(conversationID: ConversationID, target: FeedbackTarget, rating: FeedbackRating, comment: String?) {
    self.conversationID = conversationID
    self.target = target
    self.rating = rating
    self.comment = comment
    outcomeID = nil
    label = nil
  }

  /// Reads the body; null and empty text mean absent.
  public init(_ body: JSONValue) throws(FeedbackError) {
    let reader = try FeedbackReader(body, names: Self.names)
    conversationID = try reader.required(
      "conversation_state_id",
      reader.identifier("conversation_state_id"),
      "name the conversation by its UUID"
    )
    target = try Self.target(reader)
    let sources = FeedbackReader.names(of: FeedbackSource.self)
    let source: FeedbackSource = try reader.required("source", reader.choice("source"), "give one of \(sources)")
    rating = try reader.required(
      "rating",
      reader.rating("rating", source: source),
      "give \(FeedbackReader.scale(of: source))"
    )
    comment = try reader.text("comment", scalarCountMax: Self.commentScalarCountMax)
    outcomeID = try reader.identifier("outcome_record_id")
    label = try reader.choice("label")
    guard label == nil || outcomeID != nil else {
      throw .missing("outcome_record_id", "name the outcome that `label` is about, or leave `label` out")
    }
  }

  private static let names = [
    "conversation_state_id", "target_type", "target_id", "source", "rating", "comment", "outcome_record_id", "label",
  ]

  /// Reads `target_type` and `target_id`.
  static func target(_ reader: FeedbackReader) throws(FeedbackError) -> FeedbackTarget {
    let types = FeedbackReader.names(of: FeedbackTargetType.self)
    let type: FeedbackTargetType = try reader.required(
      "target_type",
      reader.choice("target_type"),
      "give one of \(types)"
    )
    let id = try reader.required(
      "target_id",
      reader.text("target_id", scalarCountMax: targetIDScalarCountMax),
      "name the \(type.rawValue) that is rated"
    )
    return FeedbackTarget(type, id: id)
  }
}
