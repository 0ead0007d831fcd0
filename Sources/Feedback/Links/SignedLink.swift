public import EventModel

/// What a signed link says: who may do what to which target, until when. It needs no other token.
///
/// **A GET shows, a POST votes.** Mail scanners and link previews follow every link, so the page behind a link only
/// asks; the form on it posts the token back, and that alone is a vote. A vote sets, it doesn't add: a link may be used
/// until it expires, and the last vote counts. Whoever holds the link acts as the reviewer in it, so it goes to them
/// alone.
public struct SignedLink: Hashable, Sendable {
  public let id: LinkID
  public let tenantID: TenantID
  public let reviewerID: ReviewerID
  public let conversationID: ConversationID
  public let target: FeedbackTarget
  public let purpose: LinkPurpose
  /// The one vote that the link casts; `nil` where its page asks.
  public let rating: FeedbackRating?
  /// From this instant on the link is worth nothing.
  public let expiresAt: Timestamp

  /// - Parameter id: drawn by the caller, at random.
  public init(
    id: LinkID,
    tenantID: TenantID,
    reviewerID: ReviewerID,
    conversationID: ConversationID,
    target: FeedbackTarget,
    purpose: LinkPurpose,
    rating: FeedbackRating? = nil,
    expiresAt: Timestamp
  ) {
    self.id = id
    self.tenantID = tenantID
    self.reviewerID = reviewerID
    self.conversationID = conversationID
    self.target = target
    self.purpose = purpose
    self.rating = rating
    self.expiresAt = expiresAt
  }

  /// What the link's holder hands in with it.
  ///
  /// - Parameters:
  ///   - chosen: the rating from the form; a link that casts one certain vote refuses any other.
  ///   - comment: from the form.
  public func submission(
    rating chosen: FeedbackRating? = nil,
    comment: String? = nil
  ) throws(FeedbackError) -> FeedbackSubmission {
    guard purpose == .rate else { throw FeedbackError(.otherPurpose, "The link is not one that rates.") }
    guard let vote = rating ?? chosen else { throw .missing("rating", "give one") }
    guard chosen == nil || chosen == vote else {
      throw .invalid("rating", "must be the one that the link is for, or be left out")
    }
    let comment = comment?.isEmpty == true ? nil : comment
    if let comment {
      try FeedbackReader.check(comment, "comment", scalarCountMax: FeedbackSubmission.commentScalarCountMax)
    }
    return FeedbackSubmission(conversationID: conversationID, target: target, rating: vote, comment: comment)
  }
}
