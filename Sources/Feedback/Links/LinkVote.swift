public import EventModel

/// A vote by the form of a link's page, checked: the only thing that a link's address takes by POST.
public struct LinkVote: Hashable, Sendable {
  /// The longest token and comment, with every byte of them escaped, stay below.
  public static let bodyByteCountMax = 32_768

  public let link: SignedLink
  public let submission: FeedbackSubmission

  /// Reads the body of a form with the fields `token`, `rating` (-1, 0 or 1) and `comment`, the last two optional; other
  /// fields, such as the button's, are nobody's.
  public init(form body: [UInt8], signer: LinkSigner, now: Timestamp) throws(FeedbackError) {
    guard body.count <= Self.bodyByteCountMax else {
      throw FeedbackError(.tooLarge, "The form may have at most \(Self.bodyByteCountMax) bytes.")
    }
    guard let form = FormBody(body) else { throw FeedbackError(.malformed, "The body must be a form.") }
    guard let token = try form.text("token") else { throw .missing("token", "open the link again") }
    link = try signer.link(in: token, purpose: .rate, now: now)
    var chosen: FeedbackRating?
    if let text = try form.text("rating") {
      guard let value = Int(text), let rating = FeedbackRating(value, source: .inline) else {
        throw .invalid("rating", "must be \(FeedbackReader.scale(of: .inline))")
      }
      chosen = rating
    }
    submission = try link.submission(rating: chosen, comment: form.text("comment"))
  }
}
